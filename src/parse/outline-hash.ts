/** A fingerprint of everything that lists of all pages show of one page: most changes to a page do not affect it. */
import type { Dashboard, Field, Runbook } from '../model.ts'
import { hash } from '../text/hash.ts'
import type { Text } from '../text/source.ts'

type Value = boolean | Text | Field | Dashboard

/** In: parts of a runbook. Out: a hash of the frontmatter's values, the summary and the texts of the headings. */
export function outlineHash({
  frontmatter,
  summary,
  headings,
}: Pick<Runbook, 'frontmatter' | 'summary' | 'headings'>): string {
  const { range: _, ...values } = frontmatter
  const head = Object.entries(values as Record<string, Value | readonly Value[]>).map(([key, value]) => [
    key,
    ...(Array.isArray(value) ? value : [value]).map(plain),
  ])
  return hash(JSON.stringify([head, summary, headings.map(({ text }) => text)]))
}

/** A value without positions. */
function plain(value: Value): unknown {
  if (typeof value === 'boolean') return value
  if ('url' in value) return [value.url.value, value.title?.value]
  return 'key' in value ? [value.key.value, value.value.value] : value.value
}
