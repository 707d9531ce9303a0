/** What an author who knows other languages meant: hints for faults that have a usual cause. */
import type { Range } from '../text/source.ts'

interface Slip {
  /** The text before the fault, up to 200 characters. */
  readonly before?: RegExp
  /** The text that begins at the fault. */
  readonly at: RegExp
  /** Only inside the braces of a selector, or only outside. */
  readonly inBraces?: boolean
  readonly hint: string | ((at: RegExpExecArray, before: RegExpExecArray | null) => string)
}

const powers: Readonly<Record<string, number>> = { k: 1, m: 2, g: 3, t: 4, p: 5 }

/** `1.5GB` as a number of PromQL. */
function size([, count, unit, binary]: RegExpExecArray): string {
  const power = powers[unit!.toLowerCase()]!
  return binary
    ? `PromQL has no units of size: write \`${count} * 1024${power > 1 ? ` ^ ${power}` : ''}\``
    : `PromQL has no units of size: write \`${count}e${3 * power}\``
}

const signs: Readonly<Record<string, string>> = {
  '≥': '>=',
  '≤': '<=',
  '≠': '!=',
  '×': '*',
  '÷': '/',
  '–': '-',
  '—': '-',
  '−': '-',
}

const functions = 'rate|irate|increase|delta|idelta|deriv|changes|resets|\\w+_over_time'
const aggregations = 'sum|avg|min|max|count|group|stddev|stdvar|topk|bottomk|quantile'

const slips: readonly Slip[] = [
  // Characters
  { at: /^[≥≤≠×÷–—−]/, hint: ([sign]) => `write \`${signs[sign]}\`` },
  {
    at: /^[\u00a0\u2000-\u200a\u202f\u3000]/,
    hint: 'this is not the space of the space bar: write a plain one',
  },
  { at: /^[\u00ad\u200b-\u200f\u2060\ufeff]/, hint: 'this character is invisible: remove it' },
  // Matchers
  {
    at: /^-[\w-]+/,
    before: /\b(\w+)$/,
    inBraces: true,
    hint: ([rest], before) => quotedName(`${before![1]}${rest}`),
  },
  { at: /^==/, inBraces: true, hint: 'write one `=`' },
  { at: /^=/, before: /=$/, inBraces: true, hint: 'write one `=`' },
  { at: /^~/, inBraces: true, hint: 'write `=~`' },
  { at: /^:/, inBraces: true, hint: 'write `=` between a label and its value' },
  { at: /^(?:;|&&|and\b)/i, inBraces: true, hint: 'write a comma between matchers' },
  { at: /^(?:\|\||or\b)/i, inBraces: true, hint: 'list alternatives in one matcher: `{label=~"a|b"}`' },
  { at: /^(?:in|like)\b/i, inBraces: true, hint: 'write a regular expression: `{label=~"a|b"}`' },
  { at: /^is\b/i, inBraces: true, hint: 'write `=`' },
  {
    at: /^(\w+)/,
    before: /"\s*$/,
    inBraces: true,
    hint: ([name]) => `is a comma missing before \`${name}\`?`,
  },
  { at: /^,/, before: /,\s*$/, inBraces: true, hint: 'remove one of the commas' },
  { at: /^\[/, inBraces: true, hint: 'close the braces with `}` before the window' },
  // Groupings
  {
    at: /^-[\w-]+/,
    before: /\b(?:by|without|on|ignoring|group_left|group_right)\s*\((?:[^()]*[,\s])?(\w+)$/i,
    hint: ([rest], before) => quotedName(`${before![1]}${rest}`),
  },
  {
    at: /^(by|without)\b/i,
    before: new RegExp(`\\b(${aggregations})\\s*\\(.*$`, 'is'),
    hint: ([word], before) => `write it outside of the parentheses: \`${before![1]} ${word} (…) (…)\``,
  },
  { at: /^group\s+by\b/i, hint: 'write the grouping after an aggregation: `sum by (label) (…)`' },
  { at: /^(sum|avg|min|max|count)_?by\s*\(/i, hint: ([, name]) => `write \`${name} by (…) (…)\`` },
  // Numbers and durations
  { at: /^(\d+(?:\.\d+)?)([kKMGTP])(i?)[bB]?\b/, hint: size },
  {
    at: /^(\d+)(?:sec|min|hour|hr|day|week|year)s?\b/i,
    hint: ([text, count]) => `write \`${count}${text.slice(count!.length)[0]!.toLowerCase()}\``,
  },
  { at: /^,(\d{3})\b/, before: /\b(\d{1,3})$/, hint: ([, rest], before) => `write \`${before![1]}${rest}\`` },
  {
    at: /^(?:$|[)\s]|and\b|or\b|unless\b|for\b)/,
    before: /(\d+(?:\.\d+)?)\s*%\s*$/,
    hint: (_, before) =>
      `\`%\` is the remainder of a division: write ${before![1]}% as \`${Number((Number(before![1]) / 100).toPrecision(12))}\``,
  },
  { at: /^(ms|[smhdwy])\b/, before: /(\d+)\s+$/, hint: ([unit], before) => `write \`${before![1]}${unit}\`` },
  { at: /^ago\b/i, hint: 'write `offset 5m` after the selector' },
  {
    at: /^(\d+(?:ms|[smhdwy]))\s*\)/,
    before: /[\w}]\s*$/,
    hint: ([, window]) => `put the window in brackets: \`[${window}]\``,
  },
  { at: /^\)/, before: /\[[^\]]*$/, hint: 'close the window with `]`' },
  {
    at: /^(\[[^\]:]+\])/,
    before: new RegExp(`\\b(${functions})\\s*\\(([^()[\\]]*)\\)\\s*$`),
    hint: ([, window], before) => `write the window inside: \`${before![1]}(${before![2]}${window})\``,
  },
  {
    at: new RegExp(`^(${functions})\\(([^()[\\]]*),\\s*(\\d+\\w+)\\)`),
    hint: ([, name, of, window]) => `write the window in brackets: \`${name}(${of}[${window}])\``,
  },
  // Operators
  { at: /^>/, before: /<$/, hint: 'write `!=`' },
  { at: /^=([<>])/, hint: ([, sign]) => `write \`${sign}=\`` },
  { at: /^\*/, before: /\*$/, hint: 'write `^` for powers' },
  { at: /^&&?/, hint: 'write `and`' },
  { at: /^\|\|/, hint: 'write `or`' },
  { at: /^not\b/i, before: /\S\s*$/, hint: 'write `unless`' },
  {
    at: /^!|^/,
    before: /^\s*(?:!|not)\s*$/i,
    hint: 'there is no negation: write `… == 0`, or `absent(…)` for what is missing',
  },
  { at: /^!(?!=)/, hint: 'there is no negation: write `… == 0`, or `absent(…)` for what is missing' },
  { at: /^\?/, hint: 'a comparison keeps or drops a series: write the condition alone' },
  {
    at: /^$/,
    before: /\b(and|or|unless)\s*$/i,
    hint: (_, before) => `write what follows \`${before![1]}\`, or remove it`,
  },
  // Comments and ends
  { at: /^[/*]/, before: /\/$/, hint: 'a comment begins with `#`' },
  { at: /^;/, hint: 'leave out `;`: an expression ends where its field ends' },
  // Words of other languages
  { at: /^/, before: /^\s*if\s+$/i, hint: 'leave out `if`: an alert fires for what its expression returns' },
  {
    at: /^/,
    before: /^\s*select\b[^()]*$/i,
    hint: 'PromQL is not SQL: a metric alone selects all its series',
  },
  { at: /^where\b/i, hint: 'write conditions on labels in braces: `x{label="value"}`' },
  { at: /^(?:in|like)\b/i, hint: 'write a condition on a label in braces: `x{label=~"a|b"}`' },
  { at: /^between\b/i, hint: 'write two comparisons: `x > 1 < 2`' },
  { at: /^is\b/i, hint: 'write `absent(…)` for what is missing, `== …` for a value' },
  { at: /^as\b/i, hint: 'a recording rule names a result: `record:`' },
  { at: /^(?:mean|average)\s*\(/i, hint: 'write `avg(…)`, or `avg_over_time(…[5m])` for the mean over time' },
  { at: /^now\s*\(/i, before: /@\s*$/, hint: 'leave out `@`: an expression is evaluated now' },
  { at: /^now\s*\(/i, hint: 'write `time()`' },
  { at: /^\*/, before: /\(\s*$/, hint: 'name what is counted: `count(up)`' },
  {
    at: /^[a-z_:]/i,
    before: new RegExp(`\\b(${aggregations}|${functions})\\s+$`),
    hint: (_, before) => `write parentheses: \`${before![1]}(…)\``,
  },
  { at: /^\.\w/, before: /\w$/, hint: 'a name with dots needs quotes: `{"a.b"}`' },
]

const quotedName = (name: string): string =>
  `a name with \`-\` needs quotes: write \`"${name}"\`, or \`${name.replaceAll('-', '_')}\` if that is its name`

/** The hint for a fault with a usual cause; undefined for any other. */
export function slipHint(text: string, { start }: Range): string | undefined {
  const before = text.slice(Math.max(0, start - 200), start)
  const at = text.slice(start, start + 200)
  const isIn = isInBraces(before)
  for (const slip of slips) {
    if (slip.inBraces !== undefined && slip.inBraces !== isIn) continue
    const [here, there] = [slip.at.exec(at), slip.before?.exec(before) ?? null]
    if (here === null || (slip.before && there === null)) continue
    return typeof slip.hint === 'string' ? slip.hint : slip.hint(here, there)
  }
  return undefined
}

/** Whether a text ends inside braces, texts in quotes aside. */
function isInBraces(before: string): boolean {
  const bare = before.replace(/"[^"]*"|'[^']*'|`[^`]*`/g, '')
  return bare.lastIndexOf('{') > bare.lastIndexOf('}')
}
