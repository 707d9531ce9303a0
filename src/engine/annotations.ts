/**
 * Warnings and infos with Prometheus' texts (`util/annotations/annotations.go`). Each text is listed once; if it comes
 * again, its details are merged, or else the last place counts.
 */
import { byteLength } from '../promql/go.ts'
import type { Annotation } from './types.ts'

/** An annotation as collected: one per message. */
interface Kept {
  readonly level: 'warning' | 'info'
  readonly message: string
  readonly place: number
  readonly details: Details | undefined
}

/** Text between the message and the place; merged when the same message comes again. */
export interface Details {
  merge(newer: Details): Details
  text(): string
}

export interface Annotations {
  readonly kept: Map<string, Kept>
}

export const createAnnotations = (): Annotations => ({ kept: new Map() })

function add(
  to: Annotations,
  level: 'warning' | 'info',
  message: string,
  place: number,
  details?: Details,
): void {
  const known = to.kept.get(message)
  if (known?.details !== undefined && details !== undefined)
    to.kept.set(message, { ...known, details: known.details.merge(details) })
  else if (known === undefined || known.place !== place)
    to.kept.set(message, { level, message, place, details })
}

/** `place` is in UTF-16 units of the query. */
export function warn(to: Annotations, message: string, place: number, details?: Details): void {
  add(to, 'warning', `PromQL warning: ${message}`, place, details)
}

export function inform(to: Annotations, message: string, place: number, details?: Details): void {
  add(to, 'info', `PromQL info: ${message}`, place, details)
}

/** Line and column, the column counted in bytes. */
function position(text: string, place: number): string {
  let line = 1
  let lineStart = 0
  for (let at = text.indexOf('\n'); at >= 0 && at < place; at = text.indexOf('\n', at + 1)) {
    line++
    lineStart = at + 1
  }
  return `${line}:${byteLength(text.slice(lineStart), place - lineStart) + 1}`
}

/** The annotations as Prometheus prints them, each with its place. */
export function listAnnotations({ kept }: Annotations, text: string): readonly Annotation[] {
  return [...kept.values()].map(({ level, message, place, details }) => ({
    level,
    message: `${message}${details === undefined ? '' : details.text()} (${position(text, place)})`,
    range: { start: place, end: place },
  }))
}
