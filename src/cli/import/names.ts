/** Names chosen by an import: for pages, files, and groups with equal names. */
import { lstatSync } from 'node:fs'
import { join, posix } from 'node:path'
import type { Config, RuleGroup } from '../../model.ts'
import { GROUP_FIELDS, isValue } from '../../rule-fields.ts'
import { withoutEnd } from '../../text/without-end.ts'
import { fileNameOf } from '../skeleton.ts'

/** The folder that pages go to, by path from the root of the project; `''` for the root itself. */
export function pagesHome(into: string | undefined, { runbooks }: Pick<Config, 'runbooks'>): string {
  const folder = withoutEnd(posix.normalize((into ?? runbooks[0] ?? 'runbooks').replaceAll('\\', '/')), '/')
  return folder === '.' ? '' : folder
}

/** Suffix in names of manifests: `node-exporter-prometheusRule`. */
const KIND = /(?<=.)[-_.]prometheus-?rules?$/i

/** A path below our folder for a file name, whatever the file's own folder. */
export const pathOf = (name: string): string =>
  name
    .replace(KIND, '')
    .split('/')
    .filter((part) => part !== '' && part !== '..' && part !== '.')
    .map(fileNameOf)
    .join('/')

/** An unused path, ignoring case; it counts as used from then on. */
export function freePath(root: string, base: string, taken: Set<string>): string {
  const isFree = (path: string): boolean =>
    !taken.has(path.toLowerCase()) && !lstatSync(join(root, path), { throwIfNoEntry: false })
  let path = `${base}.md`
  for (let n = 2; !isFree(path); n++) path = `${base}-${n}.md`
  taken.add(path.toLowerCase())
  return path
}

/**
 * Names of groups, requested in order. Groups with one name are merged; if their settings differ, the later one is
 * renamed, because its rules would be evaluated differently.
 */
export function groupNames(notes: string[]): (group: RuleGroup, file: string) => string {
  const settings = new Map<string, string>()
  const known = new Map<RuleGroup, string>()
  return (group, file) => {
    const given = known.get(group)
    if (given !== undefined) return given
    const written = group.name?.value.value ?? file
    const own = JSON.stringify(
      GROUP_FIELDS.filter(isValue)
        .filter((row) => row.name !== 'name')
        .map((row) => group[row.property]?.value.value),
    )
    let name = written
    for (let n = 1; (settings.get(name) ?? own) !== own; n++)
      name = `${written} (${file}${n > 1 ? ` ${n}` : ''})`
    if (name !== written)
      notes.push(`group \`${written}\` of ${file} has settings of its own: it is now \`${name}\``)
    settings.set(name, own)
    known.set(group, name)
    return name
  }
}
