/** A record of addresses that git could not merge: both sides are kept, because a published address must survive. */
import type { Diagnostic, Published, Source } from '../model.ts'

const OURS = /^<{7}(?: .*)?$/
const BASE = /^\|{7}(?: .*)?$/
const MIDDLE = /^={7}$/
const THEIRS = /^>{7}(?: .*)?$/

/** Whether a text contains git's conflict markers. */
export const hasConflict = (text: string): boolean => /^(?:<{7}|>{7})(?: |\r?$)/m.test(text)

/** The text of each side of its conflicts; undefined if the markers do not pair up. */
export function sidesOf(text: string): readonly [ours: string, theirs: string] | undefined {
  const ours: string[] = []
  const theirs: string[] = []
  let at: 'both' | 'ours' | 'base' | 'theirs' = 'both'
  for (const written of text.split('\n')) {
    const line = written.replace(/\r$/, '')
    if (OURS.test(line)) {
      if (at !== 'both') return undefined
      at = 'ours'
    } else if (BASE.test(line) && at === 'ours') at = 'base'
    else if (MIDDLE.test(line) && (at === 'ours' || at === 'base')) at = 'theirs'
    else if (THEIRS.test(line)) {
      if (at !== 'theirs') return undefined
      at = 'both'
    } else {
      if (at === 'both' || at === 'ours') ours.push(written)
      if (at === 'both' || at === 'theirs') theirs.push(written)
    }
  }
  return at === 'both' ? [ours.join('\n'), theirs.join('\n')] : undefined
}

/** All addresses of two records; for an address in both, everything that either says of it. */
export function unionOf(ours: readonly Published[], theirs: readonly Published[]): Published[] {
  const union = new Map(ours.map((entry) => [entry.path, entry]))
  for (const entry of theirs) {
    const other = union.get(entry.path)
    union.set(entry.path, other ? joined([other, entry]) : entry)
  }
  return [...union.values()].sort((a, b) => (a.path < b.path ? -1 : 1))
}

/** Merges the entries for an address: the first that knows says what became of the page. */
export function joined(entries: readonly [Published, ...Published[]]): Published {
  const [first, ...others] = entries
  if (others.length === 0) return first
  const settled = entries.find(({ moved, removed }) => moved !== undefined || removed !== undefined)
  const anchors = entries.toReversed().map((entry) => Object.entries(entry.anchors))
  return {
    ...(settled ?? others.at(-1)!),
    title: first.title,
    alerts: [...new Set(entries.flatMap(({ alerts }) => alerts))].sort(),
    anchors: Object.fromEntries(anchors.flat()),
    see: [...new Set(entries.flatMap(({ see }) => see))],
  }
}

/** The finding, with the union as its fix if both sides are readable. */
export function conflictIn({ path: file, text }: Source, union: string | undefined): Diagnostic {
  const start = Math.max(0, text.search(/^(?:<{7}|>{7})(?: |\r?$)/m))
  const end = start + (/^.*/.exec(text.slice(start))?.[0].trimEnd().length ?? 0)
  return {
    file,
    range: { start, end },
    code: 'links-file',
    severity: 'error',
    message: 'The record of addresses contains Git conflict markers',
    hint:
      union === undefined
        ? 'keep the lines of both sides and remove the markers'
        : 'keep what both sides have: `alertbook check --fix` does it',
    ...(union !== undefined && {
      fix: {
        title: 'Keep what both sides have',
        edits: [{ file, range: { start: 0, end: text.length }, text: union }],
      },
    }),
  }
}
