/** Texts of labels, annotations and of a frontmatter, of which YAML takes a part for something else. */
import type { Diagnostic, Field, Range, RuleGroup } from '../../model.ts'

/** Warnings for labels and annotations that Prometheus gets without a part of them, see `cutFields`. */
export function cutValues(
  text: string,
  comments: readonly Range[],
  groups: readonly RuleGroup[],
  file: string,
): Diagnostic[] {
  const pairs = (): Field[] =>
    groups.flatMap(({ rules }) => rules.flatMap(({ labels, annotations }) => [...labels, ...annotations]))
  return cutFields(text, comments, pairs, { file, code: 'rule-shape' })
}

/**
 * Warnings for texts that are read without what the author wrote after them: `Queue #1 is long` is `Queue` and a comment,
 * `!important` a tag without a value. A comment with a blank after its `#` is one. `comments`: those of the YAML.
 */
export function cutFields(
  text: string,
  comments: readonly Range[],
  fields: () => readonly Field[],
  { file, code }: Pick<Diagnostic, 'file' | 'code'>,
): Diagnostic[] {
  const byStart = new Map(
    comments
      .filter(({ start }) => /^#[^\s#!]/.test(text.slice(start, start + 2)))
      .map((one) => [one.start, one]),
  )
  if (byStart.size === 0 && !/[ \t]!/.test(text)) return []
  return fields().flatMap((pair): Diagnostic[] => {
    const tag = tagOf(text, pair)
    const place = behind(text, pair)
    const comment = place === undefined ? undefined : byStart.get(place)
    const lost = tag ?? comment
    if (lost === undefined) return []
    const written = text.slice(lost.start, lost.end)
    return [
      {
        file,
        range: lost,
        code,
        severity: 'warning',
        message: `YAML reads \`${written}\` as a ${tag ? 'tag' : 'comment'}: ${left(pair)}`,
        hint: 'write the whole text in quotes',
      },
    ]
  })
}

const left = ({ key, value }: Field): string =>
  value.value === '' ? `\`${key.value}\` is empty` : `\`${key.value}\` is only \`${value.value}\``

/** The first place that is not blank after a plain value, or after the colon of a key without one. */
function behind(text: string, { key, value }: Field): number | undefined {
  if (/["']/.test(text.slice(value.range.end - 1, value.range.end + 1))) return undefined
  const end = Math.max(value.range.end, key.range.end)
  const [blank] = /^["']?[ \t]*:?[ \t]+/.exec(text.slice(end, end + 200)) ?? ['']
  return end + blank.length
}

/** A tag before a value, or without one. */
function tagOf(text: string, { key, value }: Field): Range | undefined {
  const { end } = key.range
  const found = /^(["']?[ \t]*:[ \t]+)(![^\s!,[\]{}]+)(?=\s|$)/.exec(text.slice(end, end + 200))
  if (!found || value.range.end < end) return undefined
  const start = end + found[1]!.length
  return { start, end: start + found[2]!.length }
}
