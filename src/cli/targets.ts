/** The paths given to a check: those of the project, single rule files, and others. */

import { statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { BASELINE_FILE } from '../disk/baseline.ts'
import { LINKS_FILE } from '../disk/links-file.ts'
import { CONFIG_FILES, RULES, sourcePaths } from '../disk/read.ts'
import type { Config, Diagnostic } from '../model.ts'
import { append } from '../text/append.ts'
import { excluderOf } from '../text/exclude.ts'
import { isWithin, plainPath } from '../text/folder.ts'
import { asCode, listed } from '../text/listed.ts'
import { MARKDOWN } from '../text/path.ts'
import { type Io, UserError } from './command.ts'
import { below, hasConfig, pathOf } from './root.ts'

export interface Targets {
  /** Files and folders of the project, as paths from its root; `''` means all of it. */
  readonly own: readonly string[]
  /** Single rule files, as named; `-` is standard input. */
  readonly alone: readonly string[]
  /** Named paths that are neither in the project nor rule files. */
  readonly others: readonly string[]
}

/**
 * Sorts the arguments. Without an `alertbook.yml`, or with `alone`, rule files are checked alone if nothing else is
 * named. Throws a `UserError` for a missing path, unless it is named like a rule file: that is reported as an
 * unreadable file.
 */
export function sortTargets(
  root: string,
  config: Config,
  args: readonly string[],
  io: Io,
  alone: boolean,
): Targets {
  const isProject = hasConfig(root) && !alone
  const isAsked = args.length > 0 && args.every((path) => isRuleFile(path, io))
  if (!isProject && (isAsked || (args.length === 1 && isNamedAlone(args[0]!, io))))
    return { own: [], alone: args, others: [] }
  const targets = { own: [] as string[], alone: [] as string[], others: [] as string[] }
  for (const argument of args) {
    const path = argument === '-' ? undefined : pathOf(root, io, argument)
    const inRoot = path === undefined || alone ? undefined : below(root, path)
    const stat = path === undefined ? undefined : statSync(path, { throwIfNoEntry: false })
    if (inRoot !== undefined && isOfProject(inRoot, config)) {
      if (stat === undefined) throw new UserError(`no file or folder \`${argument}\``, 'check the path')
      targets.own.push(inRoot)
    } else if (inRoot !== undefined && isProject && stat !== undefined) targets.others.push(argument)
    else if (stat?.isDirectory()) {
      const found = sourcePaths(path!, RULES).paths.map((file) => join(argument, file))
      if (found.length === 0) targets.others.push(argument)
      else append(targets.alone, found)
    } else if (isRuleFile(argument, io)) targets.alone.push(argument)
    else if (stat === undefined) throw new UserError(`no file or folder \`${argument}\``, 'check the path')
    else targets.others.push(argument)
  }
  return targets
}

/** Endings of files that are certainly not rule files. */
const OTHER = /\.(?:md|markdown|[cm]?[jt]sx?|go|py|sh|lock|txt|toml|html|css|svg|png)$/i

/** A single file that is named, and is no runbook, is meant, whatever it is called. */
const isNamedAlone = (path: string, { cwd }: Io): boolean =>
  !MARKDOWN.test(path) && statSync(resolve(cwd, path), { throwIfNoEntry: false })?.isFile() === true

/** Prometheus accepts rule files of any name, so every named file counts unless its ending says otherwise. */
function isRuleFile(path: string, { cwd }: Io): boolean {
  if (path === '-' || /\.(?:ya?ml|json|rules)$/i.test(path)) return true
  const stat = statSync(resolve(cwd, path), { throwIfNoEntry: false })
  return stat !== undefined && !stat.isDirectory() && !OTHER.test(path)
}

/** Whether a path from the root is one of our own files, is in a folder of the project, or contains one. */
function isOfProject(path: string, { runbooks, docs, rules, exclude }: Config): boolean {
  if (path === '' || [...CONFIG_FILES, LINKS_FILE, BASELINE_FILE].includes(path)) return true
  if (excluderOf(exclude)(path)) return false
  const folders = [...runbooks, ...docs, ...rules].map(plainPath)
  return folders.some((folder) => isWithin(path, folder) || folder.startsWith(`${path}/`))
}

/** Most paths listed by name. */
const NAMED = 3

/** Reports paths that were ignored. */
export function noteOthers(others: readonly string[], io: Io): void {
  if (others.length === 0) return
  const verb = others.length === 1 ? 'is' : 'are'
  io.err(`note: ${listed(others, NAMED, asCode)} ${verb} not part of the project; skipped\n`)
}

/** Restricts findings to the given paths, if any. Reports paths that contain nothing of the project. */
export function within(
  own: readonly string[],
  files: readonly string[],
  io: Io,
): (diagnostic: Diagnostic) => boolean {
  const empty = own.filter((path) => !files.some((file) => isWithin(file, path)))
  if (own.length > 0 && empty.length === own.length) throw emptyTargetError(own[0]!)
  noteOthers(empty, io)
  return ({ file }) => own.length === 0 || own.some((path) => isWithin(file, path))
}

export const emptyTargetError = (path: string): UserError =>
  new UserError(
    `nothing of the project is in \`${path}\``,
    'name runbooks, rule files, or folders with some; without a path, all of the project is checked',
  )
