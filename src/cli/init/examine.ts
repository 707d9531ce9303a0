/** The surroundings of a new project: repository, rules and their link targets, pages, CI. */
import { realpathSync } from 'node:fs'
import { relative, sep } from 'node:path'
import { git } from '../../disk/git.ts'
import { isThere, repositoryTop } from '../root.ts'
import { isPublished } from './github.ts'
import { findPages, type PagesFound } from './pages-found.ts'
import { type Remote, readRemote } from './remote.ts'
import { findRules, type RulesFound } from './rules-found.ts'

export interface Surroundings {
  /** Top of the repository; the folder itself without one. */
  readonly top: string
  /** The project's folder in the repository; `''` for its top. */
  readonly folder: string
  readonly isRepository: boolean
  readonly remote: Remote | undefined
  /** The branch that others start from; undefined if git does not say. */
  readonly branch: string | undefined
  readonly rules: RulesFound
  readonly pages: PagesFound
}

/** Examines an existing folder; changes nothing. */
export function examineFolder(root: string): Surroundings {
  const top = repositoryTop(root)
  const rules = findRules(root)
  const folder = relative(realpathSync(top ?? root), realpathSync(root))
    .split(sep)
    .join('/')
  const remote = top === undefined ? undefined : remoteOf(top)
  return {
    top: top ?? root,
    folder,
    isRepository: top !== undefined,
    // A repository has one site on GitHub Pages.
    remote:
      remote && top !== undefined && isPublished(top, folder) ? { ...remote, pages: undefined } : remote,
    branch: top === undefined ? undefined : branchOf(top),
    rules,
    pages: findPages(root, rules.names, rules.links),
  }
}

/** `origin`, or the only remote. */
function remoteOf(top: string): Remote | undefined {
  const names = (git(top, ['remote']) ?? '').split('\n').filter((name) => name !== '')
  const name = names.includes('origin') ? 'origin' : names.length === 1 ? names[0]! : undefined
  const address = name && git(top, ['config', '--get', `remote.${name}.url`])
  return address ? readRemote(address) : undefined
}

/** The remote's default branch; else the checked-out one. */
function branchOf(top: string): string | undefined {
  const remote = git(top, ['symbolic-ref', '--short', 'refs/remotes/origin/HEAD'])?.trim()
  if (remote?.startsWith('origin/')) return remote.slice('origin/'.length)
  return git(top, ['symbolic-ref', '--short', 'HEAD'])?.trim()
}

/** Which CI the repository probably uses. */
export function usualCi({ top, remote }: Surroundings): 'github' | 'gitlab' {
  const isGitlab = isThere(top, '.gitlab-ci.yml') || /\bgitlab\b/.test(remote?.host ?? '')
  return isGitlab && !isThere(top, '.github') ? 'gitlab' : 'github'
}
