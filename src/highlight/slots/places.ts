/**
 * How a slot in a command may be filled. A context is worked out when the site is built and stands in the page;
 * `site/client/quote.ts` obeys it. Everything here starts from "no" and allows what is understood.
 */

/** Stands for a slot in the text of a command. */
export const MARK = '\uE000'

/**
 * From nothing to anything: `none` no value; `number` digits; `word` letters and digits; `name` a word without
 * signs that a program could read; `plain` one without signs that a shell reads; `full` any value, quoted for
 * where it stands.
 */
export type Level = 'none' | 'number' | 'word' | 'name' | 'plain' | 'full'

const LEVELS: readonly Level[] = ['none', 'number', 'word', 'name', 'plain', 'full']

/** The stricter of two levels. */
export function stricter(a: Level, b: Level): Level {
  return LEVELS.indexOf(a) < LEVELS.indexOf(b) ? a : b
}

/** Slots put out of sight of a scanner: each one is a single `MARK`, and no other character is. */
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
