/**
 * `.alertbook.json`: the files that builds wrote into an output folder. It distinguishes ours from all others, which
 * are never touched.
 */
import { join } from 'node:path'
import { pathFault } from '../emit/paths.ts'
import { crypto } from './crypto.ts'
import { LARGEST_KEPT, readRegular } from './regular.ts'
import { statOf } from './walk.ts'

export const MANIFEST = '.alertbook.json'

/**
 * A file as an earlier build left it: its key, its size in bytes and its time in milliseconds, which show whether it is
 * unchanged.
 */
export type FileState = readonly [path: string, key: string | null, size: number, time: number]

export interface Manifest {
  readonly text: string
  /** Files that this version of the tool wrote earlier, by path below `dir`. */
  readonly left: ReadonlyMap<string, FileState>
}

export function readManifest(dir: string): Manifest {
  try {
    const text = readRegular(join(dir, MANIFEST), LARGEST_KEPT)?.toString('utf8') ?? ''
    const { files } = JSON.parse(text) as { files: readonly FileState[] }
    const own = files.filter(([path]) => typeof path === 'string' && pathFault(path) === undefined)
    return { text, left: new Map(own.map((file) => [file[0], file] as const)) }
  } catch {
    // Missing, or not readable: then nothing is known and nothing is removed.
    return { text: '', left: new Map() }
  }
}

/** Whether a file is unchanged since an earlier build. */
export function isUnchanged(dir: string, [path, , size, time]: FileState): boolean {
  const stat = statOf(`${dir}/${path}`)
  return stat !== undefined && stat.size === size && Math.round(stat.mtimeMs) === time
}

/** A fingerprint of the listed files; undefined if one has changed, or without a manifest. */
export function manifestFingerprint(dir: string): string | undefined {
  const { text, left } = readManifest(dir)
  for (const file of left.values()) if (!isUnchanged(dir, file)) return undefined
  return left.size === 0 ? undefined : fingerprintOf(text)
}

export const fingerprintOf = (manifest: string): string => crypto().hash('sha256', manifest)

export const manifestOf = (files: readonly FileState[]): string =>
  `{"files":[\n${files.map((file) => JSON.stringify(file)).join(',\n')}\n]}\n`
