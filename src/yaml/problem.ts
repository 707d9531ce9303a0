/** The exception for a YAML document that cannot be parsed, and the ranges to report. */
import type { Range } from '../text/source.ts'
import type { YamlProblem } from './tree.ts'

/** Thrown inside the YAML reader only, where a document cannot be parsed further. */
export interface YamlStop {
  readonly stop: YamlProblem
}

/** Stops parsing the document. */
export function stop(
  code: YamlProblem['code'],
  { start, end }: Range,
  message: string,
  hint?: string,
  related?: YamlProblem['related'],
): never {
  const problem = { code, range: { start, end }, message }
  const thrown: YamlStop = {
    stop: {
      ...problem,
      ...(hint === undefined ? {} : { hint }),
      ...(related === undefined ? {} : { related }),
    },
  }
  throw thrown
}

/** The problem that ended a document; any other error is rethrown. */
export function problemOf(thrown: unknown): YamlProblem {
  if (typeof thrown === 'object' && thrown !== null && 'stop' in thrown) return (thrown as YamlStop).stop
  throw thrown
}

/** The start of the line that contains an offset. */
export function lineStartOf(text: string, at: number): number {
  let start = at
  while (start > 0 && text[start - 1] !== '\n' && text[start - 1] !== '\r') start--
  return start
}

/** How many characters precede an offset on its line. */
export function columnOf(text: string, at: number): number {
  return at - lineStartOf(text, at)
}

/** From `start` to the end of its line, without trailing white space: the range of an error in that line. */
export function restOfLine(text: string, start: number): Range {
  let end = start
  while (end < text.length && text[end] !== '\n' && text[end] !== '\r') end++
  while (end > start && (text[end - 1] === ' ' || text[end - 1] === '\t')) end--
  return { start, end }
}

/** The character at an offset (a whole code point); an empty range at the end of the text. */
export function characterAt(text: string, start: number): Range {
  const code = text.codePointAt(start)
  return { start, end: code === undefined ? start : start + (code > 0xffff ? 2 : 1) }
}
