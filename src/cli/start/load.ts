/**
 * The program, loaded with the machine code of earlier runs, which is kept beside it: compiling takes longer than a
 * small build does.
 */
import { hash } from 'node:crypto'
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { Script } from 'node:vm'

type Program = Pick<typeof import('../main.ts'), 'main' | 'parseBatches'>

export interface Loaded extends Program {
  /** Keeps what was compiled, together with what was kept. Worth it once a command has done its work. */
  keepCode(): void
}

/** Runs after which code is kept: the first compiles most, but a build in which little changed takes other ways. */
const RUNS = 3

/**
 * Commands that keep code of their own, because each uses another part of the program; all others share that of the first.
 * None begins with another's: code that others ran is a third of a check's start, and would stay in its own.
 */
const KEEPERS = ['build', 'check', 'test']

/**
 * Loads a bundle for a command: a script that is a function of `exports`, `require`, `module`, `__filename` and what
 * imports a package, which a script cannot do itself when its code was kept.
 */
export function loadProgram(path: string, command: string = ''): Loaded {
  // V8 refuses code of another version, or of other flags. (What names both, `node:v8`, takes long to load.)
  const flags = hash('sha1', [...process.execArgv, process.env.NODE_OPTIONS].join('\n'), 'hex').slice(0, 8)
  const version = `${process.arch}-${process.versions.v8}-${flags}`
  const own = KEEPERS.includes(command) ? command : KEEPERS[0]!
  const fileAfter = (runs: number): string => path.replace(/js$/, `${own}.${version}.${runs}.code`)
  const { runs, code: cachedData } = latest(fileAfter)
  // A bundle is ASCII: a byte for each character is read and held at half the cost.
  const script = new Script(readFileSync(path, 'latin1'), {
    filename: path,
    ...(cachedData && { cachedData }),
  })
  const module = { exports: {} as Program }
  script.runInThisContext()(module.exports, createRequire(path), module, path, importModule)
  return {
    ...module.exports,
    keepCode() {
      const before = script.cachedDataRejected ? 0 : runs
      if (before === RUNS) return
      try {
        const kept = fileAfter(before + 1)
        const code = script.createCachedData()
        writeFileSync(`${kept}.${process.pid}`, Buffer.concat([Buffer.from(checksum(code)), code]))
        renameSync(`${kept}.${process.pid}`, kept)
        for (let other = 1; other <= RUNS; other++)
          if (other !== before + 1) rmSync(fileAfter(other), { force: true })
      } catch {
        // The folder belongs to somebody else: every run compiles anew.
      }
    },
  }
}

const importModule = (name: string): Promise<unknown> => import(name)

/** What was kept last, and after how many runs. */
function latest(fileAfter: (runs: number) => string): { runs: number; code: Buffer | undefined } {
  for (let runs = RUNS; runs > 0; runs--) {
    const code = read(fileAfter(runs))
    if (code) return { runs, code }
  }
  return { runs: 0, code: undefined }
}

/** Characters of a checksum. */
const CHECKSUM = 40

/** V8 itself does not look at every byte, and would run what was damaged. */
const checksum = (code: Buffer): string => hash('sha1', code, 'hex')

/** The code of a file; undefined where there is none, or it is damaged. */
function read(path: string): Buffer | undefined {
  try {
    const content = readFileSync(path)
    const code = content.subarray(CHECKSUM)
    return content.toString('latin1', 0, CHECKSUM) === checksum(code) ? code : undefined
  } catch {
    return undefined
  }
}
