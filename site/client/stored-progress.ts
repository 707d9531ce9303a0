/**
 * Progress of an incident (page and labels): ticked steps with times, and notes. Stored in this browser for a week.
 * Stored values are checked when read: other pages of the host, and earlier versions, write there too.
 */
import type { Incident } from './incident.ts'

const PREFIX = 'alertbook:steps:'
const WEEK = 7 * 24 * 3600 * 1000

export interface Note {
  /** Milliseconds since 1970. */
  readonly time: number
  readonly text: string
}

export interface StoredProgress {
  /** When it was written, milliseconds since 1970. */
  readonly time: number
  /** When each step was ticked, by its key; 0 if unknown. */
  readonly done: ReadonlyMap<string, number>
  readonly notes: readonly Note[]
}

type Known = Pick<Incident, 'labels'>

const keyPrefix = (): string => `${PREFIX}${location.pathname}?`

export const storageKey = ({ labels }: Known): string =>
  keyPrefix() + new URLSearchParams(labels().map(([name, value]) => [name, value]))

/** Whether anything is kept of this page, whichever incident it belongs to. */
export function isStored(): boolean {
  try {
    return Object.keys(localStorage).some((key) => key.startsWith(keyPrefix()))
  } catch {
    return false
  }
}

/** The stored progress of the incident; undefined without any. */
export function restore(incident: Known): StoredProgress | undefined {
  return read(storageKey(incident))
}

export function store(incident: Known, done: ReadonlyMap<string, number>, notes: readonly Note[]): void {
  try {
    localStorage.setItem(storageKey(incident), JSON.stringify({ time: Date.now(), done: [...done], notes }))
  } catch {
    // Without storage, it lasts as long as this page.
  }
}

/** Deletes progress older than a week. */
export function deleteExpired(): void {
  try {
    for (const key of Object.keys(localStorage)) {
      if (key.startsWith(PREFIX) && Date.now() - (read(key)?.time ?? 0) > WEEK) localStorage.removeItem(key)
    }
  } catch {
    // Without storage there is nothing to delete.
  }
}

function read(key: string): StoredProgress | undefined {
  try {
    const { time, done, notes } = JSON.parse(localStorage.getItem(key) ?? '') as Record<string, unknown>
    if (typeof time !== 'number' || !Array.isArray(done)) return undefined
    const ticks = done.map((one): [string, number] =>
      Array.isArray(one) ? [String(one[0]), Number(one[1]) || 0] : [String(one), 0],
    )
    const written = (Array.isArray(notes) ? notes : []).filter(
      (note): note is Note => typeof note?.time === 'number' && typeof note?.text === 'string',
    )
    return { time, done: new Map(ticks), notes: written }
  } catch {
    return undefined
  }
}
