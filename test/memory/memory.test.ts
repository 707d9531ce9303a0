/** Stored results are trusted only if this user's own runs wrote them; everything else is a miss. */
import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { main } from '../../src/cli/main.ts'
import { STAMP } from '../../src/cli/start/version.ts'
import { openSeal } from '../../src/disk/seal.ts'
import { DamagedMemory, type Memory, openMemory } from '../../src/memory/remember.ts'
import { openStore } from '../../src/memory/store.ts'
import type { Step } from '../../src/model.ts'
import { temporaryFolder, temporaryProject } from '../setup.ts'

beforeEach(() => void vi.stubEnv('XDG_CACHE_HOME', temporaryFolder()))

const double: Step<{ readonly n: number }, { readonly twice: number; readonly text: string } | undefined> = {
  name: 'double',
  run: ({ n }) => (n === 0 ? undefined : { twice: 2 * n, text: 'für\u{1F692}\n'.repeat(n) }),
}

/** A step that counts its runs. */
function counted(): Step<{ readonly n: number }, ReturnType<typeof double.run>> & { runs: number } {
  const step = {
    name: 'double',
    runs: 0,
    run(input: { readonly n: number }) {
      step.runs++
      return double.run(input)
    },
  }
  return step
}

const open = (path: string): Memory => openMemory(path, 'stamp', openSeal())

/** A memory with eight results and two late texts, in a file. */
function filled(): string {
  const path = join(temporaryFolder(), 'cache/memory')
  const memory = open(path)
  for (let n = 0; n < 8; n++) memory.remember(double, { n })
  for (const name of ['a', 'b']) memory.keep('late', name, name, JSON.stringify(name.repeat(50)))
  memory.save()
  return path
}

/** Where a link leads; `''` for one that is gone. */
function linkOf(file: string): string {
  try {
    return readlinkSync(file)
  } catch {
    return ''
  }
}

/** Whether all stored results equal those of a fresh run; late damage is reported. */
function isSound(path: string): boolean {
  const memory = open(path)
  for (let n = 0; n < 8; n++) expect(memory.remember(double, { n })).toEqual(double.run({ n }))
  return ['a', 'b'].every((name) => {
    try {
      const text = memory.recall('late', name)?.late?.()
      expect([undefined, JSON.stringify(name.repeat(50))]).toContain(text)
      return true
    } catch (error) {
      expect(String(error)).toContain('is damaged')
      return false
    }
  })
}

describe('a memory', () => {
  test('runs a step once for each input', () => {
    const path = filled()
    const step = counted()
    const memory = open(path)
    for (let n = 0; n < 10; n++) memory.remember(step, { n })
    for (let n = 0; n < 10; n++) memory.remember(step, { n })
    expect(step.runs).toBe(2)
    expect(memory.recall('late', 'a')?.late?.()).toBe(JSON.stringify('a'.repeat(50)))
  })

  test.skipIf(process.platform !== 'linux')('misses what waits in a file that cannot be read', () => {
    const path = join(temporaryFolder(), 'memory')
    const memory = open(path)
    const late = memory.keep('late', 'a', 'early', 'late')!
    expect(memory.recall('late', 'a')?.text).toBe('early')
    const files = readdirSync('/proc/self/fd').map((name) => `/proc/self/fd/${name}`)
    const nameless = files.find((file) => linkOf(file).startsWith(dirname(path)))!
    truncateSync(nameless, 0)
    expect(memory.recall('late', 'a')).toBeUndefined()
    expect(late).toThrow(DamagedMemory)
    memory.save()
    expect(readdirSync(dirname(path))).toEqual([])
  })

  test('keeps what was added beside what there was', () => {
    const path = filled()
    const more = open(path)
    for (let n = 0; n < 9; n++) more.remember(double, { n })
    more.save()
    const step = counted()
    const memory = open(path)
    for (let n = 0; n < 9; n++) memory.remember(step, { n })
    expect(step.runs).toBe(0)
  })

  test('is not believed by another version of the tool, nor with another secret', () => {
    const path = filled()
    const step = counted()
    openMemory(path, 'another', openSeal()).remember(step, { n: 1 })
    vi.stubEnv('XDG_CACHE_HOME', temporaryFolder())
    open(path).remember(step, { n: 1 })
    expect(step.runs).toBe(2)
  })

  test('500 bits that flip change nothing but the time it takes', () => {
    const path = filled()
    const whole = readFileSync(path)
    let seed = 20261126
    const random = (below: number): number => {
      seed = (Math.imul(seed, 1103515245) + 12345) & 0x7fffffff
      return seed % below
    }
    let late = 0
    for (let round = 0; round < 500; round++) {
      const bytes = Buffer.from(whole)
      bytes[random(bytes.length)]! ^= 1 << random(8)
      writeFileSync(path, bytes)
      if (!isSound(path)) late++
    }
    expect(late, 'texts that are read late').toBeGreaterThan(0)
  })

  test('no crafted edit is believed', () => {
    const path = filled()
    const text = readFileSync(path, 'latin1')
    const lines = text.split('\n')
    const edits: string[] = [
      '',
      '\n',
      'x'.repeat(1000),
      text.slice(0, -1),
      `${text} `,
      text.replace(/twice/g, 'thrice'),
      text.replace(/"twice":\d+/g, '"twice":7'),
      text.replace('alertbook-memory-2', 'alertbook-memory-1'),
      text.replace(/^(\S+ \d+) \d+/, '$1 999999999999'),
      text.replace(/^(\S+) \d+ \d+/, '$1 0 0'),
      text.replace(/^(\S+) \d+ \d+/, '$1 -1 -1'),
      text.replace(/^(\S+) \d+ \d+/, '$1 1e3 NaN'),
    ]
    // Each line of the index with another's key or place; of late texts, with another's seal or place.
    for (let at = 1; at <= 10; at++) {
      const [key, ...places] = lines[at]!.split(/[\t ](?=\d+ \d+|\S{24} )/)
      const [otherKey, ...otherPlaces] = lines[(at % 10) + 1]!.split(/[\t ](?=\d+ \d+|\S{24} )/)
      for (const changed of [
        [otherKey, ...places],
        [key, ...otherPlaces],
        [key, ...places.slice(0, 1), ...otherPlaces.slice(1)],
        [key, '-5 5', ...places.slice(1)],
        [key, '0 99999999999', ...places.slice(1)],
      ])
        edits.push(
          [
            ...lines.slice(0, at),
            `${changed[0]}\t${changed.slice(1).join(' ')}`,
            ...lines.slice(at + 1),
          ].join('\n'),
        )
    }
    expect(edits.length).toBeGreaterThan(50)
    for (const edit of edits) {
      writeFileSync(path, edit, 'latin1')
      isSound(path)
    }
  })
})

describe('the secret', () => {
  const secretOf = (cache: string): string => join(cache, 'alertbook/secret')

  test('is made once, for its user alone', () => {
    const cache = process.env.XDG_CACHE_HOME!
    const first = openSeal()!.of('a', 'b')
    expect(statSync(secretOf(cache)).mode & 0o777).toBe(0o600)
    expect(readFileSync(secretOf(cache))).toHaveLength(32)
    expect(openSeal()!.of('a', 'b')).toBe(first)
    expect(openSeal()!.of('a', 'c')).not.toBe(first)
    expect(readdirSync(join(cache, 'alertbook'))).toEqual(['secret'])
  })

  test('counts for nothing where others may read it, and is made anew where it is cut off', () => {
    const cache = process.env.XDG_CACHE_HOME!
    openSeal()
    chmodSync(secretOf(cache), 0o644)
    expect(openSeal()).toBeUndefined()
    chmodSync(secretOf(cache), 0o600)
    writeFileSync(secretOf(cache), 'short')
    expect(openSeal()).toBeDefined()
    expect(readFileSync(secretOf(cache))).toHaveLength(32)
  })

  test('where there is no place for it, nothing is kept', () => {
    const cache = temporaryFolder()
    writeFileSync(join(cache, 'file'), '')
    vi.stubEnv('XDG_CACHE_HOME', join(cache, 'file'))
    expect(openSeal()).toBeUndefined()
  })
})

const page = (name: string, more = ''): string =>
  `# ${name}\n\n\`\`\`yaml\nalert: ${name}\nexpr: up == 0\nfor: 5m\n\`\`\`\n\n## Meaning\n\n${more || 'It is down.'}\n`

const build = (cwd: string, ...args: string[]): Promise<{ code: number; out: string }> =>
  run(cwd, 'build', ...args)

async function run(cwd: string, ...args: string[]): Promise<{ code: number; out: string }> {
  let out = ''
  const write = (text: string): void => {
    out += text
  }
  const io = { out: write, err: write, color: false, progress: false, stdin: process.stdin, width: 100, cwd }
  return { code: await main(args, io), out }
}

/** The outputs in a folder by path, without the times of writing. */
const outputs = (folder: string): Record<string, string> =>
  Object.fromEntries(
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((path) => statSync(join(folder, path)).isFile() && !path.endsWith('.alertbook.json'))
      .sort()
      .map((path) => [path, readFileSync(join(folder, path), 'utf8')]),
  )

describe('a build', () => {
  const project = (): string =>
    temporaryProject({
      'package.json': '{}\n',
      'alertbook.yml': 'site:\n  url: https://runbooks.corp/\n',
      ...Object.fromEntries(['One', 'Two', 'Three'].map((name) => [`runbooks/${name}.md`, page(name)])),
    })
  const cacheOf = (root: string): string => join(root, 'node_modules/.cache/alertbook')

  test('from files in the cache that were damaged is a fresh one', async () => {
    const root = project()
    await build(root)
    const whole = new Map(
      readdirSync(cacheOf(root)).map((name) => [name, readFileSync(join(cacheOf(root), name))]),
    )
    expect([...whole.keys()]).toEqual(expect.arrayContaining(['last-build', 'memory']))
    for (let round = 0; round < 40; round++) {
      for (const [name, bytes] of whole) {
        const damaged = Buffer.from(bytes)
        const at = Math.floor(((round + 0.5) / 40) * damaged.length)
        damaged[at]! ^= 1 << (round % 8)
        writeFileSync(join(cacheOf(root), name), damaged)
      }
      writeFileSync(join(root, 'runbooks/Two.md'), page('Two', `Round ${round}.`))
      // Another page is rendered again too, from its stored body.
      writeFileSync(join(root, 'dist/site/one/index.html'), '')
      expect((await build(root)).code).toBe(0)
      expect((await build(root, '--no-cache', '--out', 'fresh')).code).toBe(0)
      expect(outputs(join(root, 'dist'))).toEqual(outputs(join(root, 'fresh')))
    }
  })

  const strange: readonly [string, (path: string) => void][] = [
    ['pipes', (path) => execFileSync('mkfifo', [path])],
    ['links to a device', (path) => symlinkSync('/dev/zero', path)],
    ['folders', (path) => mkdirSync(path)],
  ]
  test.each(strange)('from a cache and a secret that are %s is a fresh one', async (_, make) => {
    const root = project()
    await build(root)
    const before = outputs(join(root, 'dist'))
    const secret = join(process.env.XDG_CACHE_HOME!, 'alertbook/secret')
    for (const path of [join(cacheOf(root), 'last-build'), join(cacheOf(root), 'memory'), secret]) {
      rmSync(path)
      make(path)
      writeFileSync(join(root, 'dist/site/one/index.html'), '')
      expect((await build(root)).code).toBe(0)
      expect(outputs(join(root, 'dist'))).toEqual(before)
    }
  })

  test('from a cache that has lost any of its entries is a fresh one', async () => {
    const root = project()
    await build(root)
    const path = join(cacheOf(root), 'memory')
    const whole = readFileSync(path)
    const keys = [...whole.toString('latin1').matchAll(/^([^\t\n]+)\t\d+ \d+/gm)].map(([, key]) => key!)
    expect(keys.length).toBeGreaterThan(6)
    expect((await build(root, '--no-cache', '--out', 'fresh')).code).toBe(0)
    for (const lost of keys) {
      writeFileSync(path, whole)
      const store = openStore(path, STAMP, openSeal()!)
      const left = new Map(keys.filter((key) => key !== lost).map((key) => [key, store.get(key)!]))
      store.forget()
      openStore(path, STAMP, openSeal()!).save(left)
      expect(readFileSync(path).length).toBeGreaterThan(whole.length / 2)
      writeFileSync(join(root, 'dist/site/one/index.html'), 'x')
      expect((await build(root)).code).toBe(0)
      expect(outputs(join(root, 'dist'))).toEqual(outputs(join(root, 'fresh')))
    }
  })

  test('and a check, a test and an inspection begin anew where a late text is damaged', async () => {
    const copy = '{{% comment %}}\n\n```yaml\nalert: Copied\nexpr: up == 0\n```\n\n{{% /comment %}}\n'
    const root = temporaryProject({
      'package.json': '{}\n',
      'alertbook.yml': 'site:\n  url: https://runbooks.corp/\n',
      'runbooks/One.md': page('One', `{{< rule "none.yml" "Copied" >}}\n\n${copy}`),
      'runbooks/Two.md': page('Two'),
    })
    expect((await build(root)).code).toBe(0)
    const path = join(cacheOf(root), 'memory')
    const whole = readFileSync(path)
    const [head] = whole.toString('latin1').split('\n', 1) as [string]
    const [, index, early] = head.split(' ').map(Number) as [number, number, number]
    const damaged = Buffer.from(whole)
    damaged.fill('x', head.length + 1 + index + early + 24)
    expect(damaged.equals(whole)).toBe(false)
    // What was told of the copies is asked again with another title.
    writeFileSync(join(root, 'alertbook.yml'), 'checks:\n  alert-for: off\nprometheus:\n  version: "2.50"\n')
    const commands = [['check'], ['check', '--fix', '--dry-run'], ['inspect', '--json'], ['test'], ['build']]
    for (const command of commands) {
      const fresh = await run(root, ...command, '--no-cache')
      expect(fresh.out).not.toContain('bug')
      rmSync(join(root, 'dist'), { recursive: true, force: true })
      writeFileSync(path, damaged)
      rmSync(`${path}.recent`, { force: true })
      expect({ command, ...(await run(root, ...command)) }).toEqual({ command, ...fresh })
      rmSync(join(root, 'dist'), { recursive: true, force: true })
    }
  })

  test('does not believe a cache that came with the repository', async () => {
    const theirs = project()
    writeFileSync(join(theirs, 'runbooks/One.md'), page('One', 'Drop the database.'))
    await build(theirs)
    const ours = project()
    mkdirSync(cacheOf(ours), { recursive: true })
    vi.stubEnv('XDG_CACHE_HOME', temporaryFolder())
    for (const name of readdirSync(cacheOf(theirs)))
      writeFileSync(join(cacheOf(ours), name), readFileSync(join(cacheOf(theirs), name)))
    const { code, out } = await build(ours)
    expect(code).toBe(0)
    expect(out).not.toContain('nothing changed')
    expect(JSON.stringify(outputs(join(ours, 'dist')))).not.toContain('Drop the database')
  })

  test('keeps nothing where no secret can be kept', async () => {
    const root = project()
    writeFileSync(join(root, 'file'), '')
    vi.stubEnv('XDG_CACHE_HOME', join(root, 'file'))
    expect((await build(root)).code).toBe(0)
    expect(existsSync(cacheOf(root))).toBe(false)
  })
})
