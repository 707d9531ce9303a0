/**
 * Writes a label's value so that it cannot leave the place it is put in. `context` is what surrounds the slot
 * (`Context` in `src/highlight/token.ts`). Undefined: no safe way to write this value there, so it stays out.
 */
export function quote(value: string, context: string): string | undefined {
  if (context === 'text') return value
  // A line break ends comments, commands and here-documents; other controls act on a terminal.
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not pass
  if (/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/.test(value)) return undefined
  const [language, place, pattern] = context.split('-')
  if (language === 'shell') return shell(value, place)
  if (language === 'promql') return promql(value, place!, pattern === 'regex')
  if (language === 'sql') return value.includes('\\') ? undefined : value.replaceAll("'", "''")
  return harmless(value) ? value : undefined
}

/** A word of letters, digits and a few signs that no shell and no query language gives a meaning to. */
export function harmless(value: string): boolean {
  return /^[\w@%+:,./][\w@%+=:,./-]*$/.test(value)
}

function shell(value: string, place: string | undefined): string | undefined {
  // Quotes do not keep a command from reading `-x` as an option.
  if (place === undefined) {
    if (value.startsWith('-')) return undefined
    return harmless(value) ? value : `'${value.replaceAll("'", "'\\''")}'`
  }
  if (place === 'single') return value.replaceAll("'", "'\\''")
  // `!` has no escape between double quotes of an interactive shell: it is written between single ones.
  return value.replace(/[\\"$`]/g, '\\$&').replaceAll('!', `"'!'"`)
}

function promql(value: string, place: string, pattern: boolean): string | undefined {
  const text = pattern ? value.replace(/[\\.+*?()|[\]{}^$]/g, '\\$&') : value
  if (place === 'raw') return text.includes('`') ? undefined : text
  const mark = place === 'single' ? "'" : '"'
  return text.replaceAll('\\', '\\\\').replaceAll(mark, `\\${mark}`)
}
