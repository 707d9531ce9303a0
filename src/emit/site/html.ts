/**
 * HTML as text that is safe by construction: a template literal whose values are escaped, unless they are
 * HTML themselves. (A tree of nodes that is printed afterwards is as safe, and several times slower for the
 * thousands of pages a site has.)
 */

/** A piece of HTML. Only `html` and `trusted` make one. */
export interface Html {
  readonly html: string
}

export type Value = string | number | Html | readonly Value[] | undefined | null | false

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** Text as it stands in HTML, also between quotes of an attribute. */
export function escapeHtml(text: string): string {
  return /[&<>"']/.test(text) ? text.replace(/[&<>"']/g, (char) => ESCAPES[char]!) : text
}

/** HTML from somewhere that vouches for it: the sanitised body of a runbook. */
export function trusted(text: string): Html {
  return { html: text }
}

function show(value: Value): string {
  if (typeof value === 'string') return escapeHtml(value)
  if (typeof value === 'number') return String(value)
  if (value === undefined || value === null || value === false) return ''
  if ('html' in value) return value.html
  return (value as readonly Value[]).map(show).join('')
}

/** Values become text; lists are joined; `undefined`, `null` and `false` are nothing. Attributes need quotes. */
export function html(strings: TemplateStringsArray, ...values: readonly Value[]): Html {
  let out = strings[0]!
  for (let i = 0; i < values.length; i++) out += show(values[i]) + strings[i + 1]!
  return { html: out }
}

/** An address that may stand in `href`: not one that runs code. Anything else becomes `#`. */
export function safeUrl(url: string): string {
  return /^(?:https?:|mailto:|tel:|[^:]*$|[^:]*[/?#])/i.test(url.trim()) ? url : '#'
}
