/**
 * `npm run fuzz -- cache [ROUNDS, 200] [SEED]`: damages, truncates, swaps and forges stored data, or takes another
 * user's or another book's, while the sources change. Each build must succeed and write the same as one without a
 * cache. Exits 1 otherwise.
 */
import { spawnSync } from 'node:child_process'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import fc from 'fast-check'

const [rounds = 200, seed = Date.now() % 2 ** 31] = process.argv.slice(2).map(Number)
const cli = resolve('lib/cli.js')
const folder = mkdtempSync(join(tmpdir(), 'fuzz-cache-'))
const root = join(folder, 'book')
const cache = join(root, 'node_modules/.cache/alertbook')
const manifest = join(root, 'dist/.alertbook.json')
/** Versions of the book; a cache holds results of several. */
const VERSIONS = [0, 1, 2]

function page(name: string, version: number): string {
  const rule = `alert: ${name}\nexpr: up{v="${version}"} == ${version}\nfor: ${version + 5}m\nlabels:\n  severity: critical`
  return `# ${name}\n\n\`\`\`yaml\n${rule}\n\`\`\`\n\n## Meaning\n\nv${version} [next](p0.md)\n\n## Impact\n\nx\n\n## Diagnosis\n\n\`\`\`sh\nls {{ $labels.instance }}\n\`\`\`\n\n## Mitigation\n\nx\n`
}

function write(version: number): void {
  rmSync(join(root, 'runbooks'), { recursive: true, force: true })
  mkdirSync(join(root, 'runbooks'), { recursive: true })
  // The record of addresses is an input that builds write, so every build starts from the same one.
  rmSync(join(root, 'alertbook.links.yml'), { force: true })
  writeFileSync(join(root, 'package.json'), '{}\n')
  writeFileSync(join(root, 'alertbook.yml'), `site:\n  url: https://runbooks.corp/v${version % 2}/\n`)
  for (let n = 0; n < 6; n++)
    writeFileSync(join(root, `runbooks/p${n}.md`), page(`P${n}`, n % 2 === 0 ? version : 0))
  writeFileSync(join(root, `runbooks/only-${version}.md`), page(`Only${version}`, version))
}

interface Built {
  readonly status: number | null
  readonly said: string
  readonly outputs: string
}

function build(home: string, ...args: string[]): Built {
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, 'build', ...args], {
    cwd: root,
    encoding: 'utf8',
    timeout: 120_000,
    env: { ...process.env, XDG_CACHE_HOME: join(folder, home) },
  })
  return { status, said: stdout + stderr, outputs: JSON.stringify(outputs()) }
}

const outputs = (): [string, string][] =>
  files(join(root, 'dist'))
    .filter((path) => path !== manifest)
    .map((path) => [path, readFileSync(path, 'latin1')])

const files = (dir: string): string[] =>
  existsSync(dir)
    ? readdirSync(dir, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map(({ parentPath, name }) => join(parentPath, name))
        .sort()
    : []

const random = fc.sample(fc.nat(), { numRuns: rounds * 60, seed })
let drawn = 0
const below = (n: number): number => random[drawn++ % random.length]! % Math.max(1, n)

const fresh = VERSIONS.map((version) => {
  write(version)
  rmSync(join(root, 'dist'), { recursive: true, force: true })
  const built = build('own', '--no-cache')
  if (built.status !== 0) throw new Error(`the book itself does not build: ${built.said}`)
  return built.outputs
})
/** The cache of another user, and one of this user for other content with the same names. */
write(0)
rmSync(join(root, 'dist'), { recursive: true, force: true })
build('foreign')
cpSync(cache, join(folder, 'foreign-cache'), { recursive: true })
rmSync(cache, { recursive: true })
for (const version of VERSIONS) {
  write(version)
  build('own')
}
cpSync(cache, join(folder, 'own-cache'), { recursive: true })

type Damage = (bytes: Buffer, path: string) => Buffer
const stretch = (bytes: Buffer): [number, number] => {
  const from = below(bytes.length)
  return [from, Math.min(bytes.length, from + 1 + below(400))]
}
const DAMAGES: Readonly<Record<string, Damage>> = {
  'bits flipped': (bytes) => {
    for (let n = 1 + below(8); n > 0; n--) bytes[below(bytes.length)]! ^= 1 << below(8)
    return bytes
  },
  cut: (bytes) => bytes.subarray(0, below(bytes.length)),
  'beginning cut': (bytes) => bytes.subarray(below(bytes.length)),
  'zeroes written': (bytes) => {
    bytes.fill(0, ...stretch(bytes))
    return bytes
  },
  'stretches swapped': (bytes) => {
    const [from, to] = stretch(bytes)
    const other = below(bytes.length - (to - from))
    const part = Buffer.from(bytes.subarray(from, to))
    bytes.copyWithin(from, other, other + (to - from))
    part.copy(bytes, other)
    return bytes
  },
  'text inserted': (bytes) => {
    const at = below(bytes.length)
    const text = ['"', '\n', '{}', '999', '"><script>', '\\u0000', '../../victim'][below(7)]!
    return Buffer.concat([bytes.subarray(0, at), Buffer.from(text), bytes.subarray(at)])
  },
  'a word replaced': (bytes) => {
    const [from, to] = [
      ['up', 'xx'],
      ['severity', 'gravity!'],
      ['P1', 'P2'],
      ['runbooks.corp', 'evil.example'],
      ['== 1', '== 9'],
      ['true', 'null'],
      ['"path":"', '"path":"../'],
      ['site/', '../../'],
    ][below(8)] as [string, string]
    return Buffer.from(bytes.toString('latin1').replaceAll(from, from === to ? '' : to), 'latin1')
  },
  'lines of the index swapped': (bytes) => {
    const lines = bytes.toString('latin1').split('\n')
    const [a, b] = [below(Math.min(40, lines.length)), below(Math.min(40, lines.length))]
    const words = [lines[a]!.split(' '), lines[b]!.split(' ')]
    const at = below(4)
    const kept = words[0]![at]
    if (words[1]![at] !== undefined && kept !== undefined) {
      words[0]![at] = words[1]![at]!
      words[1]![at] = kept
    }
    lines[a] = words[0]!.join(' ')
    lines[b] = words[1]!.join(' ')
    return Buffer.from(lines.join('\n'), 'latin1')
  },
  "another user's": (bytes, path) => foreign('foreign-cache', path) ?? bytes,
  'an older one': (bytes, path) => foreign('own-cache', path) ?? bytes,
  "another file's": (bytes, path) => {
    const others = files(cache).filter((other) => other !== path)
    return others.length > 0 ? readFileSync(others[below(others.length)]!) : bytes
  },
  'as it was': (bytes) => bytes,
}

function foreign(name: string, path: string): Buffer | undefined {
  const other = join(folder, name, path.slice(cache.length + 1))
  return path.startsWith(cache) && existsSync(other) ? readFileSync(other) : undefined
}

const started = performance.now()
const counts = new Map<string, number>()
let faults = 0
for (let round = 0; round < rounds; round++) {
  const version = VERSIONS[below(VERSIONS.length)]!
  if (below(3) > 0) write(version)
  else rmSync(join(root, 'alertbook.links.yml'), { force: true })
  const current = Number(/only-(\d)/.exec(readdirSync(join(root, 'runbooks')).join(' '))![1])
  const done: string[] = []
  for (const path of [...files(cache), ...(existsSync(manifest) && below(4) === 0 ? [manifest] : [])]) {
    if (below(3) === 0) continue
    const names = Object.keys(DAMAGES)
    const name = names[below(names.length)]!
    const bytes = readFileSync(path)
    if (bytes.length === 0) continue
    writeFileSync(path, DAMAGES[name]!(Buffer.from(bytes), path))
    done.push(`${path.slice(root.length + 1)}: ${name}`)
    counts.set(name, (counts.get(name) ?? 0) + 1)
  }
  if (below(10) === 0) rmSync(join(root, 'dist'), { recursive: true, force: true })
  writeFileSync(join(folder, 'victim'), 'precious')
  const built = build(below(8) === 0 ? 'third' : 'own')
  // A damaged manifest may leave files of another version, but all expected ones must exist.
  const isManifest = done.some((one) => one.startsWith('dist/'))
  const isWhole = isManifest
    ? (JSON.parse(fresh[current]!) as [string, string][]).every(
        ([path, text]) => existsSync(path) && readFileSync(path, 'latin1') === text,
      )
    : built.outputs === fresh[current]
  const isSafe = readFileSync(join(folder, 'victim'), 'utf8') === 'precious' && statSync(root).isDirectory()
  if (isManifest) rmSync(join(root, 'dist'), { recursive: true, force: true })
  if (built.status === 0 && isWhole && isSafe && !/bug in/.test(built.said)) continue
  faults++
  console.log(
    `round ${round}, version ${current}: ${done.join('; ')}\n  ${built.status} ${built.said.slice(-400)}`,
  )
  const wanted = new Map(JSON.parse(fresh[current]!) as [string, string][])
  for (const [path, text] of outputs())
    if (wanted.get(path) !== text) console.log(`  differs: ${path.slice(root.length + 1)}`)
  for (const path of wanted.keys())
    if (!existsSync(path)) console.log(`  is missing: ${path.slice(root.length + 1)}`)
  rmSync(join(root, 'dist'), { recursive: true, force: true })
  rmSync(cache, { recursive: true, force: true })
}
rmSync(folder, { recursive: true })
const sum = [...counts].map(([name, count]) => `${name} ${count}`).join(', ')
console.log(
  `${rounds} builds (${sum}), ${faults} faults; ${((performance.now() - started) / 1000).toFixed(0)} s; seed ${seed}`,
)
if (faults > 0) process.exitCode = 1
