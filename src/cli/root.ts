/** Finds the project, and maps paths of the command line into it. */

import { existsSync, lstatSync, realpathSync, statSync } from 'node:fs'
import { dirname, isAbsolute, join, posix, relative, resolve, sep } from 'node:path'
import { isBelow } from '../disk/place.ts'
import { CONFIG_FILES, sourcePaths } from '../disk/read.ts'
import { groupBy } from '../text/group-by.ts'
import { asCode, listed } from '../text/listed.ts'
import { type Args, type Io, UserError } from './command.ts'

/** Whether a name exists, even as a broken link. */
export const isThere = (root: string, name: string): boolean =>
  lstatSync(join(root, name), { throwIfNoEntry: false }) !== undefined

/** Whether a folder has its own configuration. */
export const hasConfig = (folder: string): boolean => CONFIG_FILES.some((name) => isThere(folder, name))

/** The nearest folder that passes `isIt`, starting at `folder` and going up; undefined if none does. */
export function upwards(folder: string, isIt: (folder: string) => boolean): string | undefined {
  if (isIt(folder)) return folder
  return dirname(folder) === folder ? undefined : upwards(dirname(folder), isIt)
}

/** The top folder of the repository that contains a folder, found as git does. */
export const repositoryTop = (folder: string): string | undefined =>
  upwards(folder, (one) => isThere(one, '.git'))

/** The nearest folder with a configuration, starting at `folder` and going up; undefined if there is none. */
export const projectAbove = (folder: string): string | undefined => upwards(folder, hasConfig)

/** The folders below one that have a configuration, by path from it. Looks at all of them: for what has failed already. */
const projectsBelow = (folder: string): string[] =>
  sourcePaths(folder, /(?:^|\/)alertbook\.ya?ml$/).paths.map((path) => posix.dirname(path))

/** What to do where a folder has no sources. */
export function hintWithoutSources(root: string): string {
  if (hasConfig(root))
    return `alertbook.yml is in \`${root}\`: write a page with \`alertbook new NAME\`, or correct its \`runbooks\` and \`rules\``
  const projects = projectsBelow(root)
  const [first] = projects
  if (first === undefined) return '`alertbook init` starts a project'
  return `${projects.length === 1 ? 'a project is' : 'projects are'} in ${listed(projects, 3, asCode)}: choose one with \`--root ${first}\``
}

/**
 * The project's root folder: the one in `--root`; else the nearest with an `alertbook.yml`, going up; else the current
 * one. Throws a `UserError` if `--root` is not a folder.
 */
export function rootOf(args: Args, io: Io): string {
  const { root } = args.values
  if (typeof root !== 'string') return projectAbove(io.cwd) ?? io.cwd
  const named = resolve(io.cwd, root)
  if (!existsSync(named) || !statSync(named).isDirectory()) {
    throw new UserError(`no folder \`${root}\``, 'pass the folder of the project as `--root DIR`')
  }
  return named
}

/** Resolves symbolic links in a path, as far as it exists. */
function real(path: string): string {
  const there = upwards(path, existsSync)
  return there === undefined ? path : join(realpathSync(there), relative(there, path))
}

/**
 * The path of a folder below the repository that holds the project, or else below the project, with all links followed;
 * undefined if it is outside: a commit must not reach further on the machine that builds.
 */
export function withinRepository(root: string, folder: string): string | undefined {
  const top = real(repositoryTop(root) ?? root)
  const there = real(folder)
  return isBelow(there, top) ? relative(top, there) : undefined
}

/**
 * The folder that `output.dir` names, as an absolute path. Throws a `UserError` if it is neither in the project nor in the
 * repository that holds the project, or if it is among the files of git.
 */
export function outputFolder(root: string, name: string): string {
  const folder = resolve(root, name)
  const way = withinRepository(root, folder)
  if (way !== undefined && !way.split(sep).some((part) => part.toLowerCase() === '.git')) return folder
  const top = repositoryTop(root) === undefined ? 'project' : 'repository'
  throw new UserError(
    `\`output.dir\` is \`${name}\`, which ${way === undefined ? `is outside the ${top}` : 'belongs to git'}`,
    'name a folder inside, or the folder on the command line: `alertbook build --out DIR`',
  )
}

/** A path relative to a folder, with `/`; undefined if it is outside; `''` for the folder itself. */
export function below(folder: string, path: string): string | undefined {
  for (const [from, to] of [
    [folder, path],
    [real(folder), real(path)],
  ] as const) {
    const way = relative(from, to)
    if (way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way)) return way.split(sep).join('/')
  }
  return undefined
}

/**
 * The absolute path of an argument: relative to the current folder, or to the root if it exists only there. A `\`
 * separates folders as on Windows, unless a file has it in its name.
 */
export function pathOf(root: string, { cwd }: Io, argument: string): string {
  const forms = [argument, argument.replaceAll('\\', '/')]
  const found = forms
    .flatMap((form) => [resolve(cwd, form), resolve(root, form)])
    .find((path) => existsSync(path))
  return found ?? resolve(cwd, argument)
}

/** An argument as a path from the root; one outside stays absolute. */
export function fromRoot(root: string, io: Io, argument: string): string {
  if (root === io.cwd && !isAbsolute(argument)) return argument
  const path = pathOf(root, io, argument)
  return below(root, path) ?? path
}

/**
 * Splits the arguments by project. Below a folder without a configuration there may be several projects: a hook passes
 * the files of a commit, from the top of the repository.
 */
export function projectsOf(args: Args, io: Io): Args[] {
  const { positionals, values } = args
  if (values.root !== undefined || values.standalone === true || hasConfig(rootOf(args, io))) return [args]
  const folderOf = (path: string): string =>
    statSync(path, { throwIfNoEntry: false })?.isDirectory() ? path : dirname(path)
  // Each folder is looked at once: to go upwards from each of 144 files anew takes 2 % of a check.
  const known = new Map<string, string | undefined>()
  const projectOf = (folder: string): string | undefined => {
    if (!known.has(folder)) {
      const above = dirname(folder)
      known.set(folder, hasConfig(folder) ? folder : above === folder ? undefined : projectOf(above))
    }
    return known.get(folder)
  }
  const groups = groupBy(positionals, (path) =>
    path === '-' ? undefined : projectOf(folderOf(resolve(io.cwd, path))),
  )
  if (groups.size === 0) return [args]
  return [...groups].map(([root, paths]) => ({
    values: root === undefined ? values : { ...values, root },
    positionals: paths,
  }))
}
