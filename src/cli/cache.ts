/** Where things are kept between runs. */
import { join, resolve } from 'node:path'
import { openSeal, type Seal, userCache } from '../disk/seal.ts'
import { hash } from '../text/hash.ts'
import type { Args, Io } from './command.ts'
import { isThere, withinRepository } from './root.ts'

/** The storage folder, and the seal that makes its contents trusted. */
export interface Cache {
  readonly folder: string
  readonly seal: Seal
}

/** Storage between runs; undefined with `--no-cache`, and if its contents could not be trusted. */
export function cacheOf(root: string, args: Args, io: Io): Cache | undefined {
  const seal = args.values['no-cache'] === true ? undefined : openSeal()
  if (!seal) return undefined
  const { cache } = args.values
  const folder = typeof cache === 'string' ? resolve(io.cwd, cache) : usualCache(root)
  return folder === undefined ? undefined : { folder, seal }
}

/** Among the packages of a project that has some; a repository of YAML is not given a `node_modules`. */
function usualCache(root: string): string | undefined {
  if (isThere(root, 'package.json') || isThere(root, 'node_modules')) {
    const among = join(root, 'node_modules/.cache/alertbook')
    // A commit may contain a link that leads elsewhere.
    if (withinRepository(root, among) !== undefined) return among
  }
  const own = userCache()
  return own && join(own, 'projects', hash(resolve(root)))
}
