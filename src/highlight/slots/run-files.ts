/** Files that a fence runs, and commands that write or fetch them: a value in those would be run as well. */

import { withoutQuery } from '../../text/address.ts'
import { baseName, INTERPRETERS, SHELLS } from './commands.ts'
import type { Command } from './words.ts'

/** What may precede a command. */
const BEGINNING = String.raw`(?:^|[\n;|&(){}\`]|\b(?:do|else|env|exec|nohup|sudo|then|time)[ \t])[ \t]*`

/** `sh FILE`, `. FILE`, `chmod +x FILE`. */
const RUNNER = String.raw`(?:\.|source|(?:[\w.-]*/)*(?:sh|bash|dash|zsh|ksh|fish|python[\d.]*|perl|ruby|node|php))[ \t]+(?:-\w+[ \t]+)*|chmod[ \t]+(?:-\w+[ \t]+)?[\w+=,]+[ \t]+`

/** A name, with its folder where no other word says that it is run. */
const NAME = String.raw`[\w.@%+=:,-]+`
const FOLDER = String.raw`[\w.~$@%+=:,-]*/(?:[\w.$@%+=:,-]+/)*`
const RUN = new RegExp(
  `${BEGINNING}(?:(?:${RUNNER})(["']?)(?:${FOLDER})?(${NAME})\\1|(["']?)${FOLDER}(${NAME})\\3)`,
  'g',
)

/** The names, without folders, of the files that a script runs. */
export function runFiles(text: string): ReadonlySet<string> {
  if (!/[/.]|\bsh\b|source|chmod/.test(text)) return new Set()
  return new Set([...text.matchAll(RUN)].map(([, , given, , alone]) => given ?? alone!))
}

/** Whether a command writes, fetches or moves one of these files; it may also be the one that runs it. */
export function makes(command: Command, files: ReadonlySet<string>): boolean {
  if (files.size === 0) return false
  const isNamed = (value: string): boolean => files.has(withoutQuery(value).replace(/^.*[/=:]/s, ''))
  if (command.redirects.some(({ kind, word }) => kind === 'output' && isNamed(word.value))) return true
  const isRunner = (name: string): boolean =>
    SHELLS.has(name) || INTERPRETERS.has(name) || /^(?:\.|source|chmod|php)$/.test(name)
  const words = command.words.map(({ value }) => value)
  const runner = words.findIndex((value) => isRunner(baseName(value)))
  return words.slice(1, runner < 0 ? undefined : runner).some(isNamed)
}

/** The same for a line that is not understood. */
export function makesIn(line: string, files: ReadonlySet<string>): boolean {
  const others = line.replace(RUN, ' ')
  return [...files].some((file) => others.includes(file))
}

/** Names of files that something runs by itself: scripts, profiles, jobs, services. */
const SCRIPT =
  /\.(?:sh|bash|zsh|fish|py|pl|rb|js|php|ps1|bat|cmd|service|timer|socket|path|desktop|mk)$|(?:^|[/.])(?:\w*rc|\w*profile|\w*login|\w*logout|\w*crontab|core_pattern|authorized_keys|release_agent|hotplug|[Mm]akefile|Dockerfile)$|\/(?:cron[\w.]*|init\.d|rc[\w.]*\.d|profile\.d|sudoers(?:\.d)?|systemd|udev|modprobe\.d|ld\.so\.[\w.]*|bin|sbin|hooks)(?:\/|$)/

export const isScript = (path: string): boolean => SCRIPT.test(path)
