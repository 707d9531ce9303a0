/**
 * HTML as text, safe by construction: a template literal that escapes its values unless they are HTML themselves.
 * (Printing a tree of nodes is equally safe, but several times slower for a site's thousands of pages.)
 */

/** A piece of HTML. Only `html` and `trusted` create one. */
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

/** Escapes text for HTML, including quoted attributes. */
export function escapeHtml(text: string): string {
  return /[&<>"']/.test(text) ? text.replace(/[&<>"']/g, (char) => ESCAPES[char]!) : text
}

/** HTML from a trusted source: the sanitised body of a runbook. */
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

/** Values become text; lists are joined; `undefined`, `null` and `false` print nothing. Attributes need quotes. */
export function html(strings: TemplateStringsArray, ...values: readonly Value[]): Html {
  let out = strings[0]!
  for (let i = 0; i < values.length; i++) out += show(values[i]) + strings[i + 1]!
  return { html: out }
}

/** An address that is safe in `href`: it cannot run code. Anything else becomes `#`. */
export function safeUrl(url: string): string {
  return /^(?:https?:|mailto:|tel:|[^:]*$|[^:]*[/?#])/i.test(url.trim()) ? url : '#'
}
