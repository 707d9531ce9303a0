/**
 * Levels of slots in commands. A slot's context is computed when the site is built and is written into the page;
 * `site/client/quote.ts` obeys it. Everything here starts from "no", and allows only what is understood.
 */

/** Represents a slot in the text of a command. */
export const MARK = '\uE000'

/**
 * From strict to loose. `none`: no value; `number`: digits; `word`: letters and digits; `name`: a word without
 * characters special to a program; `plain`: without characters special to a shell; `full`: any value, quoted for its
 * place.
 */
export type Level = 'none' | 'number' | 'word' | 'name' | 'plain' | 'full'

const LEVELS: readonly Level[] = ['none', 'number', 'word', 'name', 'plain', 'full']

/** The stricter of two levels. */
export function stricter(a: Level, b: Level): Level {
  return LEVELS.indexOf(a) < LEVELS.indexOf(b) ? a : b
}

/** Hides slots from a scanner: each becomes a single `MARK`; no other character does. */
export function marked(
  code: string,
  slots: readonly { readonly start: number; readonly end: number }[],
): string {
  let text = ''
  let at = 0
  for (const { start, end } of slots) {
    text += code.slice(at, start).replaceAll(MARK, '\uFFFD') + MARK
    at = end
  }
  return text + code.slice(at).replaceAll(MARK, '\uFFFD')
}
