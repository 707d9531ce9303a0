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
const MAX_LENGTH = 1000

/** By context: the only allowed values, and how to describe them. */
const ALLOWED: Readonly<Record<string, readonly [RegExp, string]>> = {
  plain: [/^[\w@%+:,./][\w@%+=:,./-]*$/, 'letters, digits and . _ : / @ % + = , -'],
  windows: [/^\w[\w.:/-]*$/, 'letters, digits and . _ : / -'],
  name: [/^\w[\w.:-]*$/, 'letters, digits and . _ : -'],
  word: [/^[A-Za-z_]\w*$/, 'letters, digits and _'],
  number: [/^(?:0|[1-9]\d*)$/, 'digits'],
}

/** Why the value is refused, as the end of a sentence that begins with the label's name. */
export function refusal(value: string, context: string): string | undefined {
  if (context === 'text') return undefined
  if (context === 'none') return 'would decide what is run here'
  if (UNSEEN.test(value)) return 'has a line break or an invisible character'
  if (value.length > MAX_LENGTH) return `is longer than ${MAX_LENGTH} characters, and a terminal might cut it`
  const [language, place] = context.split('-') as [string, string | undefined]
  if (language === 'shell') {
    // Quoting does not stop a command from reading `-x` as an option, or an editor `+x`.
    if (/^[-+]/.test(value)) return `begins with ${value[0]}, so the command would mistake it for an option`
    return value.includes('\\') ? 'has a backslash, which not all shells read the same way' : undefined
  }
  if (language === 'promql')
    return place === 'raw' && value.includes('`') ? 'has a backtick, which would end the text' : undefined
  if (language === 'sql')
    return value.includes('\\') ? 'has a backslash, which not all databases read the same way' : undefined
  const [pattern, characters] = Object.hasOwn(ALLOWED, context) ? ALLOWED[context]! : ALLOWED.plain!
  if (/^[-+]/.test(value)) return `begins with ${value[0]}, so the command would mistake it for an option`
  return pattern.test(value)
    ? undefined
    : `has characters other than ${characters}, and only these are safe here`
}

function written(value: string, context: string): string {
  const [language, place, pattern] = context.split('-')
  if (language === 'shell') return shell(value, place)
  if (language === 'promql') return promql(value, place!, pattern === 'regex')
  return language === 'sql' ? value.replaceAll("'", "''") : value
}

/** A word of letters, digits and a few signs without meaning to any shell or query language. */
export function harmless(value: string): boolean {
  return ALLOWED.plain![0].test(value)
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
