/** `rules:` in alertbook.yml after an import: its names must still exist, even in a fresh clone. */
import type { Source } from '../../model.ts'
import { applyEdits } from '../../text/edits.ts'
import { isWithin, plainPath } from '../../text/folder.ts'
import { scalar } from '../../yaml/edit.ts'
import { entry, itemsOf, parseYaml, textOf } from '../../yaml/index.ts'

/**
 * The configuration without names under `rules:` that match nothing once `removed` are gone; the same text if all
 * match. `paths`: the rule files that stay or are added.
 */
export function withoutEmptyRules(
  { text }: Source,
  removed: readonly string[],
  paths: readonly string[],
): string {
  if (removed.length === 0) return text
  const { root } = parseYaml(text)
  const found = root?.kind === 'map' ? entry(root, 'rules') : undefined
  if (!found) return text
  const { key, value } = found
  const items = itemsOf(value)
  const names = items.flatMap((item) => textOf(item) ?? [])
  if (names.length !== items.length) return text
  const isIn = (path: string, name: string): boolean => isWithin(path, plainPath(name))
  const stay = names.filter(
    (name) => paths.some((path) => isIn(path, name)) || !removed.some((path) => isIn(path, name)),
  )
  if (stay.length === names.length) return text
  const start = key.range.start
  const line = text.indexOf('\n', value.range.end)
  const end = line < 0 ? text.length : line + 1
  const lines = stay.length === 0 ? '' : `rules: [${stay.map(scalar).join(', ')}]\n`
  const { text: edited } = applyEdits(text, [{ range: { start, end }, text: lines }])
  const read = parseYaml(edited)
  return read.problems.length === 0 ? edited : text
}
