import type { Range } from '../model.ts'
import { fences } from '../text/fences.ts'
import type { PageCheck } from './check.ts'

/** Near misses of a slot, with the error; the first group is the label. */
const NEAR: readonly (readonly [pattern: RegExp, why: string])[] = [
  [/\{\{-?\s*\$?labels?\.([A-Za-z_]\w*)\s*-?\}\}/gi, 'a slot is written with `$labels`'],
  [
    /\{\{-?\s*\.(?:Common|Group)?Labels\.([A-Za-z_]\w*)\s*-?\}\}/g,
    "that is the notation of Alertmanager's notifications",
  ],
  [/\{\{-?\s*index\s+\$labels\s+"([A-Za-z_]\w*)"\s*-?\}\}/g, 'a slot takes no function'],
  [/\{\{-?[ \t]*\$labels\.([A-Za-z_]\w*)[ \t]*\}?(?![\w}|. \t])/g, 'it is not closed'],
  [/(?<!\{)\{[ \t]*\$labels\.([A-Za-z_]\w*)[ \t]*\}(?!\})/g, 'a slot has two braces'],
]

/** A valid slot. */
const RIGHT = /^\{\{-?\s*\$labels\.[A-Za-z_]\w*\s*-?\}\}$/

/** Fences with other tools' templates. */
const OTHERS =
  /^(?:ya?ml|json|toml|go|gotmpl|gotemplate|go-template|tmpl|template|jinja2?|hcl|helm|markdown|md)\b/i

export const slotSyntax: PageCheck = {
  code: 'slot-syntax',
  severity: 'warning',
  summary: 'Everything that looks like a slot on the page of an alert is one, and is filled.',
  *runPage(page) {
    const text = page.explains ? page.text() : ''
    if (!/labels?\b/i.test(text)) return
    const { source, frontmatter, blocks } = page.runbook
    const aside: Range[] = [
      ...(frontmatter.range ? [frontmatter.range] : []),
      ...blocks.map(({ range }) => range),
      ...fences(text)
        .filter(({ info }) => OTHERS.test(info))
        .map(({ range }) => range),
    ]
    const seen = new Set<number>()
    for (const [pattern, why] of NEAR) {
      for (const match of text.matchAll(pattern)) {
        const range = { start: match.index, end: match.index + match[0].trimEnd().length }
        const isAside = aside.some(({ start, end }) => start <= range.start && range.start < end)
        if (isAside || seen.has(range.start) || RIGHT.test(match[0])) continue
        seen.add(range.start)
        const slot = `{{ $labels.${match[1]} }}`
        yield {
          file: source.path,
          range,
          message: `\`${match[0].trim()}\` is not a slot, and stays on the page as it is: ${why}`,
          hint: `write \`${slot}\``,
        }
      }
    }
  },
}
