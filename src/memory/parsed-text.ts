/** A parsed source as ASCII texts, for storage and for transfer from another thread. */
import type { Parsed } from '../model.ts'
import type { Source } from '../text/source.ts'
import { asciiJson, DamagedMemory, type Memory } from './remember.ts'

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
  return {
    parsed: asciiJson([names, parsed]),
    late: late.length === 0 ? '' : asciiJson(Object.fromEntries(late)),
  }
}

/**
 * What the texts say; `late` is asked when something late is, and need not be held. That of one source is: a page asks
 * for its body half a dozen times while it is made, and to read it each time was 4 % of a first build.
 */
function readParsed(text: string, late: () => string): Parsed {
  const [names, parsed] = JSON.parse(text) as [readonly string[], LateFields]
  const { source } = parsed
  for (const name of names)
    parsed[name] = () => {
      if (lastRead.source !== source) lastRead = { source, values: JSON.parse(late()) as LateFields }
      return lastRead.values[name]
    }
  return parsed as unknown as Parsed
}

type LateFields = Record<string, unknown>

/** What was read late of a source, the last that was asked; the source itself tells it from every other. */
let lastRead: { readonly source: unknown; readonly values: LateFields } = { source: undefined, values: {} }

const inputOf = ({ path, hash }: Source): unknown => ({ path, hash })

/**
 * What a source yielded when it was last parsed; undefined when it must be parsed. Where its late text turns out to be
 * damaged, `reparse` parses it anew; without, that is an error.
 */
export function recallParsed(
  memory: Memory,
  source: Source,
  reparse?: (source: Source) => ParsedText,
): Parsed | undefined {
  const known = memory.recall('parse', inputOf(source))
  const late = known?.late ?? (() => '{}')
  return known && readParsed(known.text, reparse ? () => orReparsed(late, () => reparse(source).late) : late)
}

function orReparsed(late: () => string, reparse: () => string): string {
  try {
    return late()
  } catch (error) {
    if (!(error instanceof DamagedMemory)) throw error
    return reparse()
  }
}

/** Stores the result of parsing a source; returns it in the form that the next run will find. */
export function storeParsed(memory: Memory, source: Source, { parsed, late }: ParsedText): Parsed {
  const read = memory.keep('parse', inputOf(source), parsed, late === '' ? undefined : late)
  return readParsed(parsed, read ?? (() => '{}'))
}
