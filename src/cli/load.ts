/**
 * The program, loaded with the machine code of an earlier run, which is kept beside it: compiling takes longer than a
 * small build does.
 */
import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { cachedDataVersionTag } from 'node:v8'
import { Script } from 'node:vm'

type Program = Pick<typeof import('./main.ts'), 'main' | 'parseBatches'>

export interface Loaded extends Program {
  /** Keeps what was compiled, when nothing that fits is kept yet. Worth it once a command has done its work. */
  keepCode(): void
}

/**
 * Loads a bundle: a script that is a function of `exports`, `require`, `module`, `__filename` and what imports a
 * package, which a script cannot do itself when its code was kept.
 */
export function loadProgram(path: string): Loaded {
  const kept = path.replace(/js$/, `${process.version}-${process.arch}.code`)
  const cachedData = read(kept)
  const flags = cachedDataVersionTag()
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
      if (cachedData && script.cachedDataRejected === false) return
      // Code that was compiled under other flags would be refused.
      if (cachedDataVersionTag() !== flags) return
      try {
        writeFileSync(`${kept}.${process.pid}`, script.createCachedData())
        renameSync(`${kept}.${process.pid}`, kept)
      } catch {
        // The folder belongs to somebody else: every run compiles anew.
      }
    },
  }
}

const importModule = (name: string): Promise<unknown> => import(name)

function read(path: string): Buffer | undefined {
  try {
    return readFileSync(path)
  } catch {
    return undefined
  }
}
