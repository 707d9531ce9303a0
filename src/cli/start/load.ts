/**
 * The program, loaded with the machine code of earlier runs, which is kept beside it: compiling takes longer than a
 * small build does.
 */
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { cachedDataVersionTag } from 'node:v8'
import { Script } from 'node:vm'

type Program = Pick<typeof import('../main.ts'), 'main' | 'parseBatches'>

export interface Loaded extends Program {
  /** Keeps what was compiled, together with what was kept. Worth it once a command has done its work. */
  keepCode(): void
}

/** Runs after which code is kept: the first compiles most, but a build in which little changed takes other ways. */
const RUNS = 3

/**
 * Loads a bundle: a script that is a function of `exports`, `require`, `module`, `__filename` and what imports a
 * package, which a script cannot do itself when its code was kept.
 */
export function loadProgram(path: string): Loaded {
  // V8 refuses code of another version, or of other flags.
  const flags = cachedDataVersionTag()
  const fileAfter = (runs: number): string => path.replace(/js$/, `${process.arch}-${flags}.${runs}.code`)
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
      if (before === RUNS || cachedDataVersionTag() !== flags) return
      try {
        const kept = fileAfter(before + 1)
        writeFileSync(`${kept}.${process.pid}`, script.createCachedData())
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

function read(path: string): Buffer | undefined {
  try {
    return readFileSync(path)
  } catch {
    return undefined
  }
}
