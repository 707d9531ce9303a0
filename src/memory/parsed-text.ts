/** A parsed source as ASCII texts, for storage and for transfer from another thread. */
import type { Parsed } from '../model.ts'
import type { Source } from '../text/source.ts'
import { ascii, type Memory } from './remember.ts'

/**
 * The function fields of a parsed source are its late part: most builds read the rest of every page, but the late part
 * of few.
 */
export interface ParsedText {
  readonly parsed: string
  /** An object with the results of these functions; `''` without any. */
  readonly late: string
}

export function parsedText(parsed: Parsed): ParsedText {
  const late = Object.entries(parsed).flatMap(([name, value]) =>
    typeof value === 'function' ? [[name, (value as () => unknown)()] as const] : [],
  )
  const names = late.map(([name]) => name)
  return { parsed: ascii([names, parsed]), late: late.length === 0 ? '' : ascii(Object.fromEntries(late)) }
}

/** Reads a source back; `late` is called when its late part is needed, and may load it then. */
function readParsed(text: string, late: () => string): Parsed {
  const [names, parsed] = JSON.parse(text) as [readonly string[], Record<string, unknown>]
  for (const name of names)
    parsed[name] = () => (JSON.parse(late()) as Readonly<Record<string, unknown>>)[name]
  return parsed as unknown as Parsed
}

const inputOf = ({ path, hash }: Source): unknown => ({ path, hash })

/** What a source yielded when it was last parsed; undefined when it must be parsed. */
export function recallParsed(memory: Memory, source: Source): Parsed | undefined {
  const known = memory.recall('parse', inputOf(source))
  return known && readParsed(known.text, known.late ?? (() => '{}'))
}

/** Stores the result of parsing a source; returns it in the form that the next run will find. */
export function keepParsed(memory: Memory, source: Source, { parsed, late }: ParsedText): Parsed {
  memory.keep('parse', inputOf(source), parsed, late === '' ? undefined : late)
  return readParsed(parsed, () => late)
}
