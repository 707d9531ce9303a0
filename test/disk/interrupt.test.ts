/**
 * Builds that are killed, run simultaneously, or find the disk full: every file is old or new, and nothing is left
 * behind for good.
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { withLock } from '../../src/disk/lock.ts'
import { removeStale, temporaryIn } from '../../src/disk/place.ts'
import { compareOutputs, writeOutputs } from '../../src/disk/write.ts'
import { alertbook, root as repository, temporaryFolder, temporaryProject } from '../setup.ts'

const PAGES = 80
/** Number of kills; `npm run fuzz -- disk` uses hundreds. */
const ROUNDS = Number(process.env.KILLS ?? 20)

const page = (name: string, version: string): string =>
  `# ${name}\n\n\`\`\`yaml\nalert: ${name}\nexpr: up{v="${version}"} == 0\nfor: 5m\n\`\`\`\n\n## Meaning\n\n${version}\n\n## Impact\n\nx\n\n## Diagnosis\n\nx\n\n## Mitigation\n\nx\n`

/** Writes a version of a book: some pages exist in one version only. */
function write(root: string, version: string): void {
  rmSync(join(root, 'runbooks'), { recursive: true, force: true })
  mkdirSync(join(root, 'runbooks'), { recursive: true })
  writeFileSync(join(root, 'alertbook.yml'), 'site:\n  url: https://runbooks.corp/\n')
  for (let n = 0; n < PAGES; n++) writeFileSync(join(root, `runbooks/p${n}.md`), page(`P${n}`, version))
  for (let n = 0; n < 10; n++)
    writeFileSync(join(root, `runbooks/${version}-${n}.md`), page(`Only_${version}_${n}`, version))
}

function start(
  root: string,
  ...args: string[]
): { child: ChildProcess; done: Promise<number | null>; said(): string } {
  const child = spawn(process.execPath, [join(repository, 'lib/cli.js'), 'build', '--root', root, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  const listen = (chunk: Buffer): void => {
    said += chunk.toString()
  }
  child.stdout!.on('data', listen)
  child.stderr!.on('data', listen)
  return { child, done: new Promise((resolve) => child.once('close', resolve)), said: () => said }
}

/** The outputs by path, without what differs between builds. */
function outputs(dir: string): Map<string, string> {
  const names = existsSync(dir) ? readdirSync(dir, { recursive: true, withFileTypes: true }) : []
  return new Map(
    names
      .filter((entry) => entry.isFile() && entry.name !== '.alertbook.json')
      .map(({ parentPath, name }) => join(parentPath, name))
      .sort()
      .map((path) => [path.slice(dir.length + 1), readFileSync(path, 'utf8')]),
  )
}

const isOurs = (path: string): boolean => !/(?:^|\/)\.alertbook/.test(path)

describe('a build that is killed', () => {
  test('leaves every output old or new and no rule without its page; the next one is as if nothing had been', {
    timeout: 60_000 + ROUNDS * 10_000,
  }, async () => {
    const reference = new Map<string, Map<string, string>>()
    for (const version of ['one', 'two']) {
      const root = temporaryFolder()
      write(root, version)
      expect(await start(root, '--no-cache').done).toBe(0)
      reference.set(version, outputs(join(root, 'dist')))
    }
    const root = temporaryFolder()
    const dist = join(root, 'dist')
    const rounds = ROUNDS
    let hit = 0
    for (let round = 0; round < rounds; round++) {
      if (round % 5 === 0) rmSync(dist, { recursive: true, force: true })
      const before = outputs(dist)
      write(root, round % 2 === 0 ? 'one' : 'two')
      const { child, done } = start(root, '--no-cache')
      // Once it writes, waits for some more files, a different number in every round.
      for (let looked = 0; child.exitCode === null && looked < 3000; looked++) {
        if (existsSync(join(dist, '.alertbook.lock'))) break
        await new Promise((resolve) => setTimeout(resolve, 1))
      }
      await new Promise((resolve) => setTimeout(resolve, (round * 7) % 40))
      child.kill('SIGKILL')
      await done
      if (existsSync(join(dist, '.alertbook.lock'))) hit++
      const now = [...outputs(dist)].filter(([path]) => isOurs(path))
      const versions = [before, reference.get('one')!, reference.get('two')!]
      // The record of published addresses causes redirects that a fresh build does not have.
      for (const [path, text] of now)
        if (versions.some((files) => files.has(path)))
          expect(versions.some((files) => files.get(path) === text) || path.startsWith('site/'), path).toBe(
            true,
          )
      const rules = now.find(([path]) => path === 'rules.yml')?.[1] ?? ''
      for (const [, address] of rules.matchAll(/runbook: https:\/\/runbooks\.corp\/([^\s?#]+)/g))
        expect(existsSync(join(dist, 'site', address!, 'index.html')), address).toBe(true)
    }
    expect(hit, 'kills while it wrote').toBeGreaterThan(rounds / 4)
    expect(await start(root, '--no-cache').done).toBe(0)
    const files = [...outputs(dist).keys()]
    expect(files.filter((path) => !isOurs(path))).toEqual([])
    const fresh = join(temporaryFolder(), 'dist')
    expect(await start(root, '--no-cache', '--out', fresh).done).toBe(0)
    expect(outputs(dist)).toEqual(outputs(fresh))
    expect(readdirSync(root).sort()).toEqual(['alertbook.links.yml', 'alertbook.yml', 'dist', 'runbooks'])
  })
})

describe('builds at the same time', () => {
  test('all succeed, and the outputs are those of one build', { timeout: 240_000 }, async () => {
    const fresh = temporaryFolder()
    write(fresh, 'one')
    expect(await start(fresh, '--no-cache').done).toBe(0)
    for (const prior of [false, true, false]) {
      const root = temporaryFolder()
      if (prior) {
        write(root, 'two')
        expect(await start(root).done).toBe(0)
        rmSync(join(root, 'alertbook.links.yml'))
      }
      write(root, 'one')
      const all = [1, 2, 3, 4].map(() => start(root))
      const codes = await Promise.all(all.map(({ done }) => done))
      expect({ codes, said: all.map(({ said }) => said()) }).toMatchObject({ codes: [0, 0, 0, 0] })
      expect(outputs(join(root, 'dist'))).toEqual(outputs(join(fresh, 'dist')))
    }
  })
})

describe('the lock', () => {
  test.each(['of a process that is gone', 'without a holder, and old', 'that is a folder'])(
    '%s is nobody’s',
    (kind) => {
      const folder = temporaryFolder()
      const lock = join(folder, '.alertbook.lock')
      if (kind === 'that is a folder') mkdirSync(lock)
      else {
        const { pid } = spawnSync()
        writeFileSync(
          lock,
          kind.startsWith('of') ? `${execFileSync('hostname').toString().trim()} ${pid}` : 'nonsense',
        )
        if (!kind.startsWith('of')) execFileSync('touch', ['-d', '2 minutes ago', lock])
      }
      expect(withLock(folder, () => 7)).toBe(7)
      expect(readdirSync(folder)).toEqual([])
    },
  )

  test('is given back when the work throws', () => {
    const folder = temporaryFolder()
    expect(() =>
      withLock(folder, () => {
        throw new Error('work')
      }),
    ).toThrow('work')
    expect(readdirSync(folder)).toEqual([])
  })
})

/** A process that has ended. */
function spawnSync(): { pid: number } {
  return { pid: Number(execFileSync(process.execPath, ['-p', 'process.pid']).toString()) }
}

test('temporary files of processes that are gone are taken away, those of this one stay', () => {
  const folder = temporaryFolder()
  const own = temporaryIn(folder)
  const other = own.replace(`-${process.pid}-`, `-${spawnSync().pid}-`)
  const elsewhere = own.replace(/-[0-9a-f]{6}-/, '-000000-')
  for (const path of [own, other, elsewhere]) writeFileSync(path, '')
  mkdirSync(`${other.replace(/[0-9a-f]{12}\.tmp$/, 'ab.tmp')}/deep`, { recursive: true })
  writeFileSync(join(folder, 'mine.tmp'), '')
  removeStale(folder)
  expect(
    readdirSync(folder)
      .map((name) => join(folder, name))
      .sort(),
  ).toEqual([own, elsewhere, join(folder, 'mine.tmp')].sort())
})

test('what a killed build had made and no later one makes is removed', () => {
  const dir = join(temporaryProject({ 'dist/theirs.txt': 'theirs' }), 'dist')
  const broken = {
    path: 'site/never.html',
    make(): string {
      throw new Error('killed here')
    },
  }
  writeOutputs(dir, [{ path: 'site/index.html', make: () => '1' }])
  expect(() => writeOutputs(dir, [{ path: 'site/orphan.html', make: () => '2' }, broken])).toThrow(
    'killed here',
  )
  expect(existsSync(join(dir, 'site/orphan.html'))).toBe(true)
  writeOutputs(dir, [{ path: 'site/index.html', make: () => '1' }])
  expect(readdirSync(join(dir, 'site'))).toEqual(['index.html'])
  expect(readFileSync(join(dir, 'theirs.txt'), 'utf8')).toBe('theirs')
  expect(compareOutputs(dir, [{ path: 'site/index.html', make: () => '1' }])).toMatchObject({
    written: [],
    removed: [],
  })
})

/** A separate small disk; undefined where mounting is not allowed. */
function smallDisk(kilobytes: number): string | undefined {
  const folder = temporaryFolder()
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${kilobytes}k`, 'tmpfs', folder], { stdio: 'ignore' })
    return folder
  } catch {
    console.warn('SKIPPED: no disk may be mounted here')
    return undefined
  }
}

test('a full disk: the rules stay as they were, and the message claims no more than is so', async () => {
  const root = temporaryFolder()
  write(root, 'one')
  const disk = smallDisk(900)
  if (disk === undefined) return
  try {
    const first = start(root, '--no-cache', '--out', join(disk, 'dist'))
    expect(await first.done, first.said()).toBe(2)
    expect(first.said()).toContain('(ENOSPC)')
    expect(first.said()).toContain('each file there is whole, but some may be new and others old')
    expect(existsSync(join(disk, 'dist/rules.yml'))).toBe(false)
    expect(
      readdirSync(join(disk, 'dist')).filter((name) => name.endsWith('.tmp') || name.endsWith('.lock')),
    ).toEqual([])
  } finally {
    execFileSync('umount', [disk])
  }
})

test('`> /dev/full` is said on one line', async () => {
  const root = temporaryFolder()
  write(root, 'one')
  for (const command of ['check', 'build --no-cache', '--help', 'explain', 'schema']) {
    const script = `"${process.execPath}" "${join(repository, 'lib/cli.js')}" ${command} > /dev/full`
    const error = await new Promise<{ code: number | null; err: string }>((resolve) => {
      const child = spawn('sh', ['-c', script], { cwd: root, stdio: ['ignore', 'ignore', 'pipe'] })
      let err = ''
      child.stderr.on('data', (chunk: Buffer) => {
        err += chunk.toString()
      })
      child.on('close', (code) => resolve({ code, err }))
    })
    expect(error, command).toEqual({ code: 2, err: 'alertbook: cannot write to standard output (ENOSPC)\n' })
  }
})

test('a folder that may not be written is said, and the next build is none the worse', async () => {
  const root = temporaryFolder()
  write(root, 'one')
  writeFileSync(join(root, 'dist'), 'a file')
  const { code, err } = await alertbook(['build', '--root', root, '--no-cache'])
  expect(code).toBe(2)
  expect(err).toMatch(/^alertbook: cannot write `[^`]*dist` \((?:EEXIST|ENOTDIR)\)\n {2}hint: /)
  rmSync(join(root, 'dist'))
  expect(await alertbook(['build', '--root', root, '--no-cache'])).toMatchObject({ code: 0 })
})
