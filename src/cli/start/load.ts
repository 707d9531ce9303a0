/**
 * Loads the program with the machine code of earlier runs, stored beside it: compiling takes longer than a small build.
 */
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { Script } from 'node:vm'
import { hash } from '../../text/hash.ts'

type Program = Pick<typeof import('../main.ts'), 'main' | 'parseBatches'>

export interface Loaded extends Program {
  /** Stores the compiled code together with the previous. Worth it once a command has done its work. */
  keepCode(): void
}

/** Number of runs that store code: the first compiles most of it, but a build with few changes runs other code. */
const RUNS = 3

/**
 * Commands that keep code of their own, because each uses another part of the program; all others share that of the first.
 * None begins with another's: code that others ran is a third of a check's start, and would stay in its own.
 */
const COMMANDS_WITH_OWN_CACHE = ['build', 'check', 'test']

/**
 * Loads a bundle for a command: a script that is a function of `exports`, `require`, `module`, `__filename` and what
 * imports a package, which a script cannot do itself when its code was kept.
 */
export function loadProgram(path: string, command: string = ''): Loaded {
  // V8 refuses code of another version or with other flags. (`node:v8`, which knows both, is slow to load.)
  const flags = hash([...process.execArgv, process.env.NODE_OPTIONS].join('\n'))
  const version = `${process.arch}-${process.versions.v8}-${flags}`
  const own = COMMANDS_WITH_OWN_CACHE.includes(command) ? command : COMMANDS_WITH_OWN_CACHE[0]!
  const fileAfter = (runs: number): string => path.replace(/js$/, `${own}.${version}.${runs}.code`)
  const { runs, code: cachedData } = latest(fileAfter)
  // A bundle is ASCII: one byte per character is half as expensive to read and hold.
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
        writeFileSync(`${kept}.${process.pid}`, Buffer.concat([code, code]))
        renameSync(`${kept}.${process.pid}`, kept)
        for (let other = 1; other <= RUNS; other++)
          if (other !== before + 1) rmSync(fileAfter(other), { force: true })
      } catch {
        // The folder belongs to somebody else: every run compiles again.
      }
    },
  }
}

const importModule = (name: string): Promise<unknown> => import(name)

/** The code stored last, and the number of runs behind it. */
function latest(fileAfter: (runs: number) => string): { runs: number; code: Buffer | undefined } {
  for (let runs = RUNS; runs > 0; runs--) {
    const code = read(fileAfter(runs))
    if (code) return { runs, code }
  }
  return { runs: 0, code: undefined }
}

/**
 * The code in a file; undefined if it is missing or damaged. V8 itself does not check every byte, and would run damaged
 * code, so it is there twice: `node:crypto`, for a checksum, takes ten times longer to load than a comparison takes.
 */
function read(path: string): Buffer | undefined {
  try {
    const content = readFileSync(path)
    const code = content.subarray(0, content.length / 2)
    return code.length > 0 && code.equals(content.subarray(code.length)) ? code : undefined
  } catch {
    return undefined
  }
}
