/** Generates docs/api.md: the exports of each library, with signatures and docstrings from the source. */
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { root } from '../setup.ts'

/** By imported name: its file, and an example. */
export const LIBRARIES: Readonly<Record<string, readonly [file: string, example: string]>> = {
  alertbook: [
    'src/index.ts',
    `import { compile, defaultConfig } from 'alertbook'

const text = '# Up\\n\\n\`\`\`yaml\\nalert: Down\\nexpr: up == 0\\nfor: 5m\\n\`\`\`\\n'
const { diagnostics, outputs } = compile([{ path: 'runbooks/up.md', text }], defaultConfig())
for (const { message } of diagnostics) console.log(message)
for (const { path, make } of outputs) console.log(path, make())`,
  ],
  'alertbook/promql': [
    'src/promql/index.ts',
    `import { parseExpr, formatExpr } from 'alertbook/promql'

const { expr, type, problems } = parseExpr('sum by(job)(rate(http_requests_total[5m]))')
console.log(problems.length, type, expr && formatExpr(expr))`,
  ],
  'alertbook/template': [
    'src/template/index.ts',
    `import { parseTemplate, templateLabels } from 'alertbook/template'

const { tree } = parseTemplate('{{ $labels.instance }} is down')
if (tree) console.log(templateLabels(tree).map(({ name }) => name))`,
  ],
  'alertbook/engine': [
    'src/engine/index.ts',
    `import { createStorage, evaluate } from 'alertbook/engine'

const labels = { __name__: 'up', job: 'a' }
const storage = createStorage([{ labels, samples: [{ time: 0, value: 1 }] }])
console.log(JSON.stringify(evaluate('up == 1', storage, { at: 0 }).value))`,
  ],
}

interface Exported {
  readonly name: string
  readonly kind: 'function' | 'const' | 'interface' | 'type' | 'class'
  /** Declaration of a function or a constant, without its body. */
  readonly signature: string
  readonly doc: string
}

const read = (file: string): string => readFileSync(join(root, file), 'utf8')
const DECLARATION =
  /(?:\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\n)?export (?:async )?(function|const|interface|type|class) (\w+)/g

/** The lines of a docstring, joined by paragraph. */
const prose = (doc: string): string =>
  doc
    .split('\n')
    .map((line) => line.replace(/^\s*\* ?/, '').trimEnd())
    .join('\n')
    .trim()
    .replace(/(?<!\n)\n(?!\n|[-*] )/g, ' ')

/** A declaration up to its body or value; types are recognised by their keywords alone. */
function signatureAt(text: string, at: number, kind: string): string {
  const end = kind === 'function' ? /\{\n/ : /\s=\s/
  const rest = text.slice(at)
  let depth = 0
  for (let n = 0; n < rest.length; n++) {
    if ('([<'.includes(rest[n]!)) depth++
    if (')]'.includes(rest[n]!) || (rest[n] === '>' && rest[n - 1] !== '=')) depth--
    if (depth === 0 && end.exec(rest.slice(n, n + 3))?.index === 0) return rest.slice(0, n).trim()
  }
  return rest.slice(0, rest.indexOf('\n'))
}

function declared(file: string): Exported[] {
  const text = read(file)
  return [...text.matchAll(DECLARATION)].map(([whole, doc = '', kind, name]) => {
    const at = text.indexOf('export', text.indexOf(whole) + whole.lastIndexOf('export '))
    const isValue = kind === 'function' || kind === 'const'
    return {
      name: name!,
      kind: kind as Exported['kind'],
      signature: isValue ? signatureAt(text, at, kind!).replace(/^export (?:async )?/, '') : '',
      doc: prose(doc),
    }
  })
}

/** The exports of a file, including re-exports, sorted by name. */
export function exportsOf(file: string): Exported[] {
  const found = new Map(declared(file).map((one) => [one.name, one]))
  const resolve = (from: string): string => join(dirname(file), from)
  for (const [, names, from] of read(file).matchAll(/^export (?:type )?\{([^}]*)\} from '([^']+)'/gm)) {
    const there = new Map(exportsOf(resolve(from!)).map((one) => [one.name, one]))
    for (const name of names!
      .split(',')
      .map((one) => one.trim().replace(/^type /, ''))
      .filter(Boolean)) {
      const [own = name, as = own] = name.split(' as ')
      const one = there.get(own)
      if (!one) throw new Error(`${file} exports ${own} of ${from}, where it is not found`)
      const signature = one.signature.replace(own, as)
      found.set(as, { ...one, name: as, signature })
    }
  }
  for (const [, from] of read(file).matchAll(/^export (?:type )?\* from '([^']+)'/gm)) {
    const path = resolve(from!)
    if (existsSync(join(root, path))) for (const one of exportsOf(path)) found.set(one.name, one)
  }
  return [...found.values()].sort((a, b) => (a.name < b.name ? -1 : 1))
}

const cell = (text: string): string => text.split('\n\n')[0]!.replaceAll('|', '\\|')

function section(name: string): string {
  const [file, example] = LIBRARIES[name]!
  const head = prose(/^\/\*\*([\s\S]*?)\*\//.exec(read(file))![1]!)
  const all = exportsOf(file)
  const values = all.filter(({ kind }) => kind === 'function' || kind === 'const')
  const types = all.filter(({ kind }) => kind !== 'function' && kind !== 'const')
  const told = values.map(
    ({ name, signature, doc }) =>
      `\n### ${name}\n\n\`\`\`ts\n${signature}\n\`\`\`\n${doc === '' ? '' : `\n${doc}\n`}`,
  )
  const rows = types.map((one) => `| \`${one.name}\` | ${cell(one.doc)} |\n`)
  return `\n## ${name}\n\n${head}\n\n\`\`\`js\n${example}\n\`\`\`\n${told.join('')}\n### Types of ${name}\n\n| type | what it is |\n| --- | --- |\n${rows.join('')}`
}

export const apiPage = (): string => `# The library

<!-- Written by a test from the docstrings of the source and test/docs/api.ts: \`UPDATE=1 npx vitest run test/docs\`. -->

Four modules, each of which may be imported alone. Nothing in them touches a disk or a network; what is wrong with an input is in
the result, and nothing throws. Declarations of TypeScript come with the package.
${Object.keys(LIBRARIES).map(section).join('')}`
