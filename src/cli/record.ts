/** Compares the record of addresses with the program, and words what it lacks. */

import { LINKS_FILE } from '../disk/links-file.ts'
import type { Program } from '../model.ts'
import { asCode, listed } from '../text/listed.ts'
import type { Project } from './project.ts'

/** Most addresses listed by name; the rest is counted. */
const NAMED = 3

/** The addresses that the record lacks, as `/a/`. */
export function unrecorded({ published }: Pick<Project, 'published'>, { addresses }: Program): string[] {
  const known = new Set(published.map(({ path }) => path))
  return addresses.record.filter(({ path }) => !known.has(path)).map(({ path }) => `/${path}`)
}

/** Addresses in a sentence. */
export const named = (paths: readonly string[]): string => listed(paths, NAMED, asCode)

/** A check's note on new pages, if there is a record. */
export function recordNote(project: Pick<Project, 'published' | 'links'>, program: Program): string[] {
  const missing = project.links ? unrecorded(project, program) : []
  if (missing.length === 0) return []
  return [
    `${named(missing)} ${missing.length === 1 ? 'is' : 'are'} not recorded yet: run \`alertbook build\`, and commit ${LINKS_FILE}`,
  ]
}
