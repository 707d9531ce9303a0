/**
 * The parse cache: what a source yields, kept by the hash of the tool and of the source's path and text.
 * Safe to delete; a file that cannot be read or written costs time, never the build.
 */
import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Parsed, Source } from '../model.ts'
import { replaceFile } from './write.ts'

export interface ParseCache {
  parse(source: Source): Parsed
  /** Writes what this run used, when it differs from what was there. */
  save(): void
  readonly hits: number
  readonly misses: number
}

/**
 * One text file: the tool's stamp on the first line, then one line per source, `key<TAB>JSON`. Lines of
 * sources that are gone are dropped when it is saved. Without a path nothing is remembered.
 */
export function openCache(
  path: string | undefined,
  stamp: string,
  parse: (source: Source) => Parsed,
): ParseCache {
  const old = path === undefined ? new Map<string, string>() : readEntries(path, stamp)
  const used = new Map<string, string>()
  let hits = 0
  let misses = 0
  return {
    parse(source) {
      const key = createHash('sha256').update(source.path).update('\0').update(source.text).digest('base64')
      const known = old.get(key)
      if (known !== undefined) {
        const parsed = revive(known)
        if (parsed) {
          hits++
          used.set(key, known)
          return parsed
        }
      }
      misses++
      const parsed = parse(source)
      if (path !== undefined) used.set(key, JSON.stringify(parsed))
      return parsed
    },
    save() {
      if (path === undefined || (misses === 0 && used.size === old.size)) return
      try {
        mkdirSync(dirname(path), { recursive: true })
        replaceFile(path, [stamp, ...[...used].map(([key, json]) => `${key}\t${json}`)].join('\n'))
      } catch {
        // A cache that cannot be kept (read-only checkout, full disk) only makes the next build slower.
      }
    },
    get hits() {
      return hits
    },
    get misses() {
      return misses
    },
  }
}

function readEntries(path: string, stamp: string): Map<string, string> {
  const entries = new Map<string, string>()
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch {
    return entries
  }
  const [first, ...lines] = text.split('\n')
  if (first !== stamp) return entries
  for (const line of lines) {
    const tab = line.indexOf('\t')
    if (tab > 0) entries.set(line.slice(0, tab), line.slice(tab + 1))
  }
  return entries
}

/** A line that was cut off (by a full disk, say) is no entry. */
function revive(json: string): Parsed | undefined {
  try {
    return JSON.parse(json) as Parsed
  } catch {
    return undefined
  }
}
