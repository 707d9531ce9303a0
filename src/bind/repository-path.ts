/** Links of rules that name a Markdown file of the repository: by its path, or by its address in the repository's own view. */
import type { Config } from '../model.ts'
import { decoded, withoutQuery } from '../text/address.ts'
import { isWithin, plainPath } from '../text/folder.ts'
import { MARKDOWN, normalize } from '../text/path.ts'

/** GitHub, GitLab, Gitea and Bitbucket: how each shows a file, up to the branch. */
const VIEW = /^(?:-\/)?(?:blob|tree|raw|blame|src(?:\/branch)?)\//

/** The file that a bare path names, from the root of the project; undefined for an address, a template, or another file. */
export function fileAtPath(written: string, { site }: Config): string | undefined {
  const path = withoutQuery(written.trim())
  if (!MARKDOWN.test(path) || /^[a-z][a-z0-9+.-]*:|^\/\/|\{\{/i.test(path)) return undefined
  return inProject(decoded(path), site.folder)
}

/** The file that an address in the view of `site.repo` names, from the root of the project, on any branch. */
export function fileInView(written: string, { site }: Config): string | undefined {
  const address = withoutQuery(written.trim())
  const repository = `${plainPath(site.repo)}/`
  if (site.repo === '' || !address.toLowerCase().startsWith(repository.toLowerCase())) return undefined
  const shown = address.slice(repository.length)
  const view = VIEW.exec(shown)?.[0]
  if (view === undefined || !MARKDOWN.test(address) || address.includes('{{')) return undefined
  const rest = shown.slice(view.length)
  const branch = `${site.branch}/`
  // The name of a branch may have slashes: only that of the project's own is known.
  const path = rest.startsWith(branch) ? rest.slice(branch.length) : rest.slice(rest.indexOf('/') + 1)
  return inProject(decoded(path), site.folder)
}

/** A path from the top of the repository, from the root of the project. */
function inProject(path: string, folder: string): string {
  const plain = normalize(path)
  const top = plainPath(folder)
  return top !== '' && isWithin(plain, top) ? plain.slice(top.length + 1) : plain
}
