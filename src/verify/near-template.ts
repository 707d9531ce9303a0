/** Text in labels and annotations that is nearly a template: Prometheus shows it as it is written. */
import { locate, type Text } from '../text/source.ts'
import { type VerifyContext, warn } from './context.ts'

/** `${labels.x}`, `{ $labels.x }`, `{labels.x}`, `$labels.x`, `${value}`, `$value`: the first two groups say what is meant. */
const NEAR =
  /(?:[$%#@]?\{\s{0,9}\$?|\$)(labels|externalLabels)\.([A-Za-z_]\w*)\s{0,9}\}?|(?:[$%#@]\{\s{0,9}\$?|\{\s{0,9}\$|\$)value\b\s{0,9}\}?/g

/** An action that only prints a text: with braces in it, the way to write a template within one of Helm. */
const PRINTED = /\{\{-?\s{0,9}(`[^`]*`|"[^"\\\n]*")\s{0,9}-?\}\}/g

/** A template in a quoted text of an action that queries: `{{ query "up{instance='{{ $labels.instance }}'}" }}`. */
const NESTED =
  /\{\{(?!-?\s{0,9}print)[^"`{}]*(?:"[^"\n]*"[^"`{}]*){0,20}(?:"[^"\n]*?|`[^`]*?)(\{\{-?\s{0,9}[$.](?:labels|externalLabels|value|Labels|Value)\b[^"`{}]*(?:\}\})?)/

/** Reports near misses of a template in the value of an alert's label or annotation. */
export function verifyNearTemplate(context: VerifyContext, value: Text): void {
  if (!/labels\.|value\b/i.test(value.value)) return
  const escaped = [...value.value.matchAll(PRINTED)].find(([, printed]) => printed!.includes('{{'))
  if (escaped) {
    // Once for the text: whoever escapes one template escapes all.
    warn(
      context,
      'template-syntax',
      locate(value, escaped.index, escaped.index + escaped[0].length),
      `\`${escaped[0]}\` prints ${escaped[1]} and fills nothing in: it is escaped for Helm`,
      'let Helm render the file first, or write the template itself: `{{ $labels.instance }}`',
    )
    return
  }
  const nested = value.value.includes('query') ? NESTED.exec(value.value) : null
  if (nested) {
    const end = nested.index + nested[0].length
    warn(
      context,
      'template-syntax',
      locate(value, end - nested[1]!.length, end),
      `\`${nested[1]}\` is within a quoted text, where nothing is filled in`,
      'write `printf "…%s…" $labels.instance`, in which `%s` becomes the label',
    )
    return
  }
  const text = withoutActions(value.value)
  // A brace that nothing closes is an error of its own.
  if (text === undefined) return
  for (const match of text.matchAll(NEAR)) {
    const [found, kind, name] = match
    const written = found.includes('{') ? found : found.trimEnd()
    const isEnclosed = written.includes('{') && !written.endsWith('}')
    if (isEnclosed) continue
    const meant = kind === undefined ? '$value' : `$${kind}.${name}`
    warn(
      context,
      'template-syntax',
      locate(value, match.index, match.index + written.length),
      `\`${written}\` is not a template, and is shown as it is`,
      `write \`{{ ${meant} }}\``,
    )
  }
}

/** A text with nothing in place of its actions, of the same length; undefined where one is not closed. */
function withoutActions(text: string): string | undefined {
  let out = ''
  for (;;) {
    const start = text.indexOf('{{', out.length)
    if (start < 0) return out + text.slice(out.length)
    const end = text.indexOf('}}', start + 2)
    if (end < 0) return undefined
    out += text.slice(out.length, start) + '\0'.repeat(end + 2 - start)
  }
}
