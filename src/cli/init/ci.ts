/** Files that run Alertbook for everybody: a workflow, a pipeline, a hook. Existing files are never changed. */
import { slug } from '../../text/page-path.ts'
import { unknownWord } from '../command.ts'
import { isThere } from '../root.ts'
import { isPublished, WORKFLOW, workflow } from './github.ts'
import { pipeline } from './gitlab.ts'
import { placeOf } from './home.ts'
import { managerOf } from './manager.ts'
import { hook, hooksFile } from './pre-commit.ts'

export const CI_NAMES = ['github', 'gitlab', 'pre-commit', 'none'] as const
export type CiName = (typeof CI_NAMES)[number]

export interface CiFile {
  readonly path: string
  readonly text: string
  /** What a person has to add, because a file already exists. */
  readonly note?: string
}

/**
 * The names given, separated by commas or in several options; undefined without any. Throws a `UserError` for an
 * unknown one.
 */
export function ciNames(given: unknown): CiName[] | undefined {
  if (given === undefined) return undefined
  const words = (given as string[]).flatMap((text) => text.split(',')).map((word) => word.trim())
  return words.map((word) => {
    const name = CI_NAMES.find((one) => one === word)
    if (name !== undefined) return name
    throw unknownWord(`unexpected \`--ci ${word}\``, word, CI_NAMES)
  })
}

/** The file for the top of a repository; undefined if none is needed. */
export function ciFile(name: CiName, top: string, folder: string): CiFile | undefined {
  if (name === 'none') return undefined
  const place = placeOf(top, folder)
  const manager = managerOf(top, place)
  if (name === 'github') {
    if (!isPublished(top, folder)) return { path: WORKFLOW, text: workflow(place, manager, true) }
    const path = WORKFLOW.replace('.yml', `-${slug(folder) || 'top'}.yml`)
    const note = `${WORKFLOW} publishes another project to GitHub Pages, which has one site for a repository: publish the site of this one elsewhere\n`
    return { path, text: workflow(place, manager, false), note }
  }
  if (name === 'pre-commit') {
    const path = '.pre-commit-config.yaml'
    const note = `add this under \`repos:\` in ${path}\n${hook(place)}`
    return { path, text: hooksFile(place), ...(isThere(top, path) && { note }) }
  }
  const main = '.gitlab-ci.yml'
  if (!isThere(top, main)) return { path: main, text: pipeline(place, manager) }
  const path = '.gitlab/alertbook.yml'
  return {
    path,
    text: pipeline(place, manager),
    note: `add this to ${main}\ninclude:\n  - local: ${path}\n`,
  }
}
