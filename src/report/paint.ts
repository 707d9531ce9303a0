/** The few colours of a report, as ANSI escapes. */
export type Style = 'error' | 'warning' | 'info' | 'good' | 'quiet' | 'strong' | 'hint'

const codes: Readonly<Record<Style, string>> = {
  error: '1;31',
  warning: '1;33',
  info: '1;34',
  good: '32',
  quiet: '2',
  strong: '1',
  hint: '36',
}

export type Paint = (style: Style, text: string) => string

export function painter(color: boolean): Paint {
  return (style, text) => (color && text !== '' ? `\x1b[${codes[style]}m${text}\x1b[0m` : text)
}
