/** The way out of a YAML document that cannot be read, and the places to show for it. */
import type { Range } from '../text/source.ts'
import type { YamlProblem } from './tree.ts'

/** Thrown inside the YAML reader alone, where a document cannot be read any further. */
export interface YamlStop {
  readonly stop: YamlProblem
}

/** Gives up on the document. */
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

/** Where the line begins that an offset stands in. */
export function lineStartOf(text: string, at: number): number {
  let start = at
  while (start > 0 && text[start - 1] !== '\n' && text[start - 1] !== '\r') start--
  return start
}

/** How many characters stand before an offset in its line. */
export function columnOf(text: string, at: number): number {
  return at - lineStartOf(text, at)
}

/** From `start` to the end of its line, white space at the end not counted: what an error in that line shows. */
export function restOfLine(text: string, start: number): Range {
  let end = start
  while (end < text.length && text[end] !== '\n' && text[end] !== '\r') end++
  while (end > start && (text[end - 1] === ' ' || text[end - 1] === '\t')) end--
  return { start, end }
}

/** The character at an offset (a whole code point); a caret at the end of the text. */
export function characterAt(text: string, start: number): Range {
  const code = text.codePointAt(start)
  return { start, end: code === undefined ? start : start + (code > 0xffff ? 2 : 1) }
}
