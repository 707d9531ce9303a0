/** The project keeps its own rules: the import table, the pages of codes, links, sizes, dependencies. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import GithubSlugger from 'github-slugger'
import { describe, expect, test } from 'vitest'
import { CHECKS } from '../src/checks/index.ts'
import { ERRORS, NOTES } from '../src/codes.ts'
import { CONFIG_KEYS } from '../src/config/keys.ts'
import { FRONTMATTER_KEYS } from '../src/frontmatter-keys.ts'
import { GROUP_FIELDS, RULE_FIELDS, type RuleField } from '../src/rule-fields.ts'
import { camel } from '../src/text/camel.ts'
import { root } from './setup.ts'

const read = (path: string): string => readFileSync(join(root, path), 'utf8')
const files = (folder: string, suffix: RegExp): string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => suffix.test(path))
    .map((path) => `${folder}/${path}`)
    .sort()

const architecture = read('docs/architecture.md')
const sources = [...files('src', /\.tsx?$/), ...files('site', /\.tsx?$/)]
const manifest = JSON.parse(read('package.json')) as {
  dependencies: Record<string, string>
  devDependencies: Record<string, string>
}

/** The rows of the tables under a heading: the words in backticks of each cell. */
function rows(heading: string): string[][][] {
  const section = architecture.split(`\n## ${heading}\n`)[1]!.split('\n## ')[0]!
  return [...section.matchAll(/^\| `.*$/gm)].map(([row]) =>
    row
      .split('|')
      .slice(1, -1)
      .map((cell) => [...cell.matchAll(/`([^`]+)`/g)].map((match) => match[1]!)),
  )
}

interface Import {
  readonly module: string
  readonly typeOnly: boolean
}

/** The modules that a file imports: static, dynamic and re-exported. */
function imports(path: string): Import[] {
  const text = read(path).replace(/\/\*[\s\S]*?\*\//g, '')
  const statements = text.matchAll(/^(?:import|export)\s(type\s)?(?:[^'"`;=]*?\sfrom\s+)?['"]([^'"]+)['"]/gm)
  const calls = text.matchAll(/\bimport\(\s*['"]([^'"]+)['"]/g)
  return [
    ...[...statements].map((match) => ({ module: match[2]!, typeOnly: match[1] !== undefined })),
    ...[...calls].map((match) => ({ module: match[1]!, typeOnly: false })),
  ]
}

const resolveImport = (path: string, module: string): string =>
  module.startsWith('.') ? normalize(join(dirname(path), module)) : module

describe('imports', () => {
  const table = rows('Who may import whom').map(([part, allowed]) => ({ part: part![0]!, allowed: allowed! }))
  const covers = (part: string, path: string): boolean =>
    part.endsWith('/') ? path.startsWith(part) : path === part

  test.each(sources)('%s keeps to the table of docs/architecture.md', (path) => {
    const row = table
      .filter(({ part }) => covers(part, path))
      .sort((a, b) => b.part.length - a.part.length)[0]
    expect(row, `a row for ${path}`).toBeDefined()
    const forbidden = imports(path)
      .map(({ module }) => resolveImport(path, module))
      .filter(
        (target) => target.startsWith('node:') || /^(src|site)\//.test(target) || target.startsWith('..'),
      )
      .filter(
        (target) =>
          ![row!.part, ...row!.allowed].some((part) =>
            target.startsWith('node:') ? part === 'node:' : covers(part, target),
          ),
      )
    expect(forbidden).toEqual([])
  })

  test('the imports are found at all', () => {
    const found = sources.flatMap((path) => imports(path).map(({ module }) => resolveImport(path, module)))
    expect(found.filter((target) => target === 'src/model.ts').length).toBeGreaterThan(20)
    for (const { part } of table) expect(existsSync(join(root, part)) || part === 'src/dev/', part).toBe(true)
  })

  test('no imports go round in a circle', () => {
    const after = new Map(
      sources.map((path) => [path, imports(path).map(({ module }) => resolveImport(path, module))]),
    )
    const done = new Set<string>()
    const circleFrom = (path: string, above: readonly string[]): readonly string[] | undefined => {
      if (above.includes(path)) return [...above.slice(above.indexOf(path)), path]
      if (done.has(path)) return undefined
      for (const next of after.get(path) ?? []) {
        const circle = circleFrom(next, [...above, path])
        if (circle) return circle
      }
      done.add(path)
      return undefined
    }
    expect(sources.map((path) => circleFrom(path, [])).find((circle) => circle)).toBeUndefined()
  })

  test('everything is reached from an entry: nothing was left out of a list', () => {
    // The packages' entry points, the bundled programs, and the scripts of pages (`scripts/build.mjs`).
    const entries = ['src/index.ts', 'src/cli/main.ts', 'site/assets.ts']
    const doors = sources.filter((path) => /^src\/(?:promql|engine|template)\/index\.ts$/.test(path))
    const starters = sources.filter((path) =>
      /^src\/cli\/start\/(?:bin|parse-worker|write-worker)\.ts$/.test(path),
    )
    const open = [
      ...entries,
      ...doors,
      ...starters,
      ...sources.filter((path) => path.startsWith('site/client/')),
    ]
    const reached = new Set(open)
    for (const path of open)
      for (const target of imports(path).map(({ module }) => resolveImport(path, module)))
        if (target.endsWith('.ts') && !reached.has(target)) {
          reached.add(target)
          open.push(target)
        }
    expect(sources.filter((path) => !reached.has(path))).toEqual([])
  })

  test('the model holds types alone', () => {
    expect(imports('src/model.ts').filter(({ typeOnly }) => !typeOnly)).toEqual([])
  })
})

describe('dependencies', () => {
  const [installed, others] = architecture
    .split('\n## Dependencies\n')[1]!
    .split('For development')
    .map((text) => [...text.matchAll(/^\| `([^`]+)` \|/gm)].map((match) => match[1]!))
  const declared = { ...manifest.dependencies, ...manifest.devDependencies }

  test('each has a line with its reason in docs/architecture.md', () => {
    expect(installed!.toSorted()).toEqual(Object.keys(manifest.dependencies).toSorted())
    expect(others!.toSorted()).toEqual(Object.keys(manifest.devDependencies).toSorted())
  })

  test('an install brings at most eight, and those are what the bundles leave out', () => {
    const list = /const external = \[(.*), mermaid\]/.exec(read('scripts/build.mjs'))![1]!
    const external = [...list.matchAll(/'([^']+)'/g)].map((match) => match[1]!)
    expect(Object.keys(manifest.dependencies).toSorted()).toEqual(
      [...external, 'beautiful-mermaid'].toSorted(),
    )
    expect(external.length).toBeLessThan(8)
  })

  const imported = sources
    .filter((path) => path !== 'site/assets.ts')
    .flatMap(imports)
    .filter(({ module }) => !module.startsWith('.') && !module.startsWith('node:'))
    .map(({ module, typeOnly }) => {
      const parts = module.split('/')
      return { name: parts.slice(0, module.startsWith('@') ? 2 : 1).join('/'), typeOnly }
    })

  test('what the sources import is declared', () => {
    const missing = imported.filter(({ name, typeOnly }) => {
      if (name in declared) return false
      return !typeOnly || !(`@types/${name}` in manifest.devDependencies)
    })
    expect(missing.map(({ name }) => name)).toEqual([])
  })

  test('the lock file names the packages of every platform, as `npm ci` demands', () => {
    const { packages } = JSON.parse(read('package-lock.json')) as {
      packages: Record<string, { optionalDependencies?: Record<string, string> }>
    }
    const locked = new Set(Object.keys(packages).map((path) => path.replace(/^.*node_modules\//, '')))
    const wanted = Object.values(packages).flatMap((one) => Object.keys(one.optionalDependencies ?? {}))
    expect(wanted.filter((name) => !locked.has(name))).toEqual([])
  })

  test('what is declared for run time is imported', () => {
    const used = new Set(imported.map(({ name }) => name))
    expect(Object.keys(manifest.dependencies).filter((name) => !used.has(name))).toEqual([])
  })
})

describe('codes', () => {
  const codes = [...ERRORS, ...NOTES, ...CHECKS.map(({ code }) => code)].sort()
  // The type of a diagnostic's code ensures that every reported code is listed; this ensures the reverse.
  const text = sources
    .filter((path) => path !== 'src/codes.ts')
    .map(read)
    .join('\n')
  const pages = files('docs/checks', /(?<!README)\.md$/).map((path) =>
    path.slice('docs/checks/'.length, -'.md'.length),
  )

  test.each(codes)('%s has a page', (code) => expect(pages).toContain(code))
  test.each(pages)('%s is a code', (page) => expect(codes).toContain(page))
  test.each(codes)('%s is reported by something', (code) => expect(text.includes(`'${code}'`)).toBe(true))
  test('no code stands twice', () => expect(new Set(codes).size).toBe(codes.length))
  test.each(CHECKS.map(({ code }) => code))('%s is a file of its own', (code) =>
    expect(existsSync(join(root, `src/checks/${code}.ts`))).toBe(true),
  )
  test('there is no other file beside the checks', () => {
    const beside = files('src/checks', /^[^/]+\.ts$/).map((path) =>
      path.slice('src/checks/'.length, -'.ts'.length),
    )
    expect(beside.sort()).toEqual([...CHECKS.map(({ code }) => code), 'check', 'index'].sort())
  })
})

/** Readers of our values, apart from the tables and the types derived from them. */
const readers = sources
  .filter((path) => !/^src\/(config|frontmatter-keys|schema|text\/camel)|^src\/model\//.test(path))
  .map(read)
  .join('\n')
const isRead = (property: string): boolean =>
  new RegExp(`\\.${property}\\b|[{,]\\s*${property}\\b`).test(readers)

describe('configuration', () => {
  test.each(Object.keys(CONFIG_KEYS))('%s is read by something', (name) =>
    expect(isRead(camel(name.split('.').at(-1)!))).toBe(true),
  )
})

describe('what authors write', () => {
  /** First cells of the table under a heading of the page. */
  const named = (heading: string): string[] => {
    const section = read('docs/format.md').split(`\n## ${heading}\n`)[1]!.split('\n## ')[0]!
    const cells = [...section.matchAll(/^\| (`[^|]*) \|/gm)].map(([, cell]) => cell!)
    return cells.flatMap((cell) => [...cell.matchAll(/`([^`]+)`/g)].map((match) => match[1]!))
  }

  test.each(Object.keys(FRONTMATTER_KEYS))('`%s` of the frontmatter is read by something', (name) =>
    expect(isRead(camel(name))).toBe(true),
  )
  test('docs/format.md tells of every key of the frontmatter', () =>
    expect(named('Frontmatter').toSorted()).toEqual(Object.keys(FRONTMATTER_KEYS).toSorted()))
  test('docs/format.md tells of every field of rules and groups, and since when there is one', () => {
    const rows = [...read('docs/format.md').matchAll(/^\| `(\w+)` \| (rule|alert|group) \| ([\d.]*) ?\|/gm)]
    const told = rows.map(
      ([, name, owner, since]) => `${name} ${owner === 'group' ? owner : 'rule'} ${since}`,
    )
    const line =
      (owner: string) =>
      ({ name, since = '' }: RuleField) =>
        `${name} ${owner} ${since}`
    expect(told.toSorted()).toEqual(
      [...RULE_FIELDS.map(line('rule')), ...GROUP_FIELDS.map(line('group'))].sort(),
    )
  })
})

describe('documents', () => {
  const documents = [...files('docs', /\.md$/), ...readdirSync(root).filter((path) => path.endsWith('.md'))]

  /** Markdown without its code, in which brackets are not links. */
  const prose = (path: string): string =>
    read(path)
      .replace(/^(`{3,})[\s\S]*?^\1\s*$/gm, '')
      .replace(/`[^`\n]*`/g, (code) => code.replace(/[[\]()]/g, ' '))

  const anchors = (path: string): string[] => {
    const slugger = new GithubSlugger()
    const text = read(path).replace(/^(`{3,})[\s\S]*?^\1\s*$/gm, '')
    return [...text.matchAll(/^#{1,6}\s+(.+)$/gm)].map((match) =>
      slugger.slug(match[1]!.replace(/[`*]/g, '')),
    )
  }

  test.each(documents)('the links of %s lead somewhere', (path) => {
    const targets = [...prose(path).matchAll(/\]\(([^)\s]+)[^)]*\)/g)].map((match) => match[1]!)
    const dead = targets
      .filter((target) => !/^[a-z]+:/.test(target))
      .filter((target) => {
        const [file, anchor] = target.split('#') as [string, string?]
        const to = file === '' ? path : normalize(join(dirname(path), file))
        if (!existsSync(join(root, to))) return true
        return anchor !== undefined && to.endsWith('.md') && !anchors(to).includes(anchor)
      })
    expect(dead).toEqual([])
  })
})

describe('files', () => {
  const written = [
    ...sources,
    ...documentsAndScripts(),
    ...files('test', /\.(ts|md|txt|json|yml)$/),
    ...files('runbooks', /\.md$/),
    ...files('rules', /\.ya?ml$/),
  ]

  test.each(sources)('%s is one thing: at most 400 lines', (path) => {
    expect(read(path).split('\n').length).toBeLessThanOrEqual(401)
  })

  test('nothing names the machine it was written on', () => {
    const outside = [root, join(root, '../shared')]
    expect(written.filter((path) => outside.some((folder) => read(path).includes(folder)))).toEqual([])
  })

  function documentsAndScripts(): string[] {
    return [
      ...readdirSync(root).filter((path) => /\.(md|json|ts|yml)$/.test(path)),
      ...files('docs', /\.md$/),
      ...files('scripts', /\.mjs$/),
      ...files('bench', /\.(ts|mjs)$/),
      ...files('.github', /\.yml$/),
      '.ci/run',
    ]
  }
})
