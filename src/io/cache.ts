/**
 * The parse cache: what a source yields, kept by the hash of the tool and of the source's path and text.
 * Safe to delete; a file that cannot be read or written costs time, never the build.
 */
import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Body, Parsed, Runbook, Source } from '../model.ts'
import { replaceFile } from './write.ts'

export interface ParseCache {
  /** What the source yielded when it was last parsed; undefined when it must be parsed. */
  get(source: Source): Parsed | undefined
  /** Keeps what a source yielded; returns it in the form that is held: its body is made when it is asked for. */
  set(source: Source, parsed: Parsed): Parsed
  /** Writes what this run used, when it differs from what was there. */
  save(): void
}

/**
 * One text file: the tool's stamp on the first line, then one line per source, `key<TAB>facts<TAB>body`, both
 * JSON. A body is half of it all and read only when its page is made. Lines of
 * sources that are gone are dropped when it is saved. Without a path nothing is remembered.
 */
export function openCache(path: string | undefined, stamp: string): ParseCache {
  const old = path === undefined ? new Map<string, string>() : readEntries(path, stamp)
  const used = new Map<string, readonly string[]>()
  let isNew = false
  return {
    get(source) {
      const key = keyOf(source)
      const json = old.get(key)
      const parsed = json === undefined ? undefined : revive(json)
      if (parsed) used.set(key, [json!])
      return parsed
    },
    set(source, parsed) {
      isNew = true
      if (path === undefined) return parsed
      if (parsed.kind !== 'runbook') {
        used.set(keyOf(source), [JSON.stringify(parsed)])
        return parsed
      }
      const { body, ...facts } = parsed
      const json = JSON.stringify(body)
      used.set(keyOf(source), [JSON.stringify(facts), '\t', json])
      return withBody(facts, json)
    },
    save() {
      if (path === undefined || (!isNew && used.size === old.size)) return
      try {
        mkdirSync(dirname(path), { recursive: true })
        replaceFile(path, lines(stamp, used))
      } catch {
        // A cache that cannot be kept (read-only checkout, full disk) only makes the next build slower.
      }
    },
  }
}

function* lines(stamp: string, used: ReadonlyMap<string, readonly string[]>): Iterable<string> {
  yield stamp
  for (const [key, parts] of used) {
    yield `\n${key}\t`
    yield* parts
  }
}

const keyOf = ({ path, text }: Source): string =>
  createHash('sha256').update(path).update('\0').update(text).digest('base64')

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
function revive(line: string): Parsed | undefined {
  const tab = line.indexOf('\t')
  try {
    if (tab < 0) return JSON.parse(line) as Parsed
    // Cut off in the body: its page must not find out too late.
    if (!line.endsWith(']')) return undefined
    return withBody(JSON.parse(line.slice(0, tab)) as Omit<Runbook, 'body'>, line.slice(tab + 1))
  } catch {
    return undefined
  }
}

/** A runbook whose body is read from its JSON when asked for: all bodies together are too much to hold as trees. */
function withBody(facts: Omit<Runbook, 'body'>, json: string): Runbook {
  const body = { enumerable: true, get: (): Body => JSON.parse(json) as Body }
  return Object.defineProperty({ ...facts }, 'body', body) as Runbook
}
