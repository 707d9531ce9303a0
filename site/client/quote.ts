/**
 * Writes a label's value so that it cannot escape from its place. `context`: the surroundings of the slot (`Context` in
 * `src/highlight/token.ts`). Undefined if the value cannot be written safely there: it stays out, and `refusal` says
 * why.
 */
export function quote(value: string, context: string): string | undefined {
  return refusal(value, context) === undefined ? written(value, context) : undefined
}

/**
 * Line ends and control characters, which end commands or control a terminal; characters that are invisible or change
 * the direction of the text; lone surrogates, private characters (fish uses some itself) and unassigned ones.
 */
const UNSEEN = /[\p{C}\p{Zl}\p{Zp}\u115f\u1160\u3164\uffa0]|\p{Variation_Selector}/u

/** A terminal without line editing cuts lines at 4,096 characters, and so might cut off the closing quote. */
export const MAX_LENGTH = 1000

/** By context: the only allowed values. */
const ALLOWED: Readonly<Record<string, RegExp>> = {
  plain: /^[\w@%+:,./][\w@%+=:,./-]*$/,
  windows: /^\w[\w.:/-]*$/,
  name: /^\w[\w.:-]*$/,
  word: /^[A-Za-z_]\w*$/,
  number: /^(?:0|[1-9]\d*)$/,
}

/** Why a value is refused; `refused.ts` has the words. */
export type Refusal = 'runs' | 'unseen' | 'long' | 'option' | 'backslash' | 'backtick' | 'letters'

/** Why the value is refused in its place; undefined if it is not. */
export function refusal(value: string, context: string): Refusal | undefined {
  if (context === 'text') return undefined
  if (context === 'none') return 'runs'
  if (UNSEEN.test(value)) return 'unseen'
  if (value.length > MAX_LENGTH) return 'long'
  const [language, place] = context.split('-') as [string, string | undefined]
  const backslash = value.includes('\\') ? 'backslash' : undefined
  if (language === 'promql') return place === 'raw' && value.includes('`') ? 'backtick' : undefined
  if (language === 'sql') return backslash
  // Quoting does not stop a command from reading `-x` as an option, or an editor `+x`.
  if (/^[-+]/.test(value)) return 'option'
  if (language === 'shell') return backslash
  const allowed = Object.hasOwn(ALLOWED, context) ? ALLOWED[context]! : ALLOWED.plain!
  return allowed.test(value) ? undefined : 'letters'
}

function written(value: string, context: string): string {
  const [language, place, pattern] = context.split('-')
  if (language === 'shell') return shell(value, place)
  if (language === 'promql') return promql(value, place!, pattern === 'regex')
  return language === 'sql' ? value.replaceAll("'", "''") : value
}

/** A word of letters, digits and a few signs without meaning to any shell or query language. */
export function harmless(value: string): boolean {
  return ALLOWED.plain!.test(value)
}

function shell(value: string, place: string | undefined): string {
  if (place === undefined) return harmless(value) ? value : `'${value.replaceAll("'", "'\\''")}'`
  if (place === 'single') return value.replaceAll("'", "'\\''")
  // In single quotes: in double quotes, fish cannot escape a backtick, nor an interactive bash a `!`.
  return value.replace(/["$`!]+/g, `"'$&'"`)
}

function promql(value: string, place: string, pattern: boolean): string {
  const text = pattern ? value.replace(/[\\.+*?()|[\]{}^$]/g, '\\$&') : value
  if (place === 'raw') return text
  const mark = place === 'single' ? "'" : '"'
  return text.replaceAll('\\', '\\\\').replaceAll(mark, `\\${mark}`)
}
