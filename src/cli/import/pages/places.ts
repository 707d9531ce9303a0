/** Where the files of a wiki go: pages with alerts by their group, all others below the export's name. */
import { posix } from 'node:path'
import { slug } from '../../../bind/addresses.ts'
import type { Source } from '../../../model.ts'
import { fileNameOf } from '../../skeleton.ts'
import type { Match } from './match.ts'
import type { Wiki, WikiPage } from './wiki.ts'

/** What a page is to be: its alerts, and the page of the project that it fills, where there is one. */
export interface PageTarget {
  readonly matches: readonly Match[]
  readonly stub: Source | undefined
}

export interface Home {
  /** Folder of the runbooks; `''` for the root of the project. */
  readonly folder: string
  /** Folder for pages without alerts, and for files. */
  readonly home: string
}

/** The new path of every file of the export; pages without a goal get none. */
export function placesOf(
  { pages, others }: Wiki,
  goals: ReadonlyMap<WikiPage, PageTarget>,
  { folder, home }: Home,
): Map<string, string> {
  const places = new Map<string, string>()
  const taken = new Set<string>()
  for (const page of pages) {
    const goal = goals.get(page)
    if (!goal) continue
    const path = goal.stub?.path ?? free(`${folderOf(page, goal.matches)}/${fileNameOf(page.name)}`)
    taken.add(path.toLowerCase())
    places.set(page.source.path, path)
  }
  for (const path of others) {
    const parts = path.split('/')
    places.set(path, [home, ...parts.slice(0, -1).map(slug), parts.at(-1)!].join('/'))
  }
  return places

  function folderOf({ source }: WikiPage, [first]: readonly Match[]): string {
    if (first) return posix.join(folder, slug(first.alert.group.split('/').at(-1)!))
    const within = posix.dirname(source.path)
    return within === '.' ? home : `${home}/${within.split('/').map(slug).join('/')}`
  }

  function free(base: string): string {
    let path = `${base}.md`
    for (let n = 2; taken.has(path.toLowerCase()); n++) path = `${base}-${n}.md`
    return path
  }
}
