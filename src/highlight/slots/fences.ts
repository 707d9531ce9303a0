/** Slots in fences and code spans → what each may be filled with, by the language of the fence. */
import { hasPrompt, stretches } from '../shell.ts'
import type { Context } from '../token.ts'
import { type Level, MARK } from './places.ts'
import { shellContexts } from './shell-slots.ts'

const count = (text: string): number => text.split(MARK).length - 1

/**
 * Commands or a terminal session, as they are when they are copied: without prompts, and without what was printed, of
 * which only harmless words can be a part.
 */
export function commandContexts(text: string, cap: Level = 'full'): Context[] {
  if (!hasPrompt(text)) return shellContexts(text, cap)
  const parts = stretches(text)
  const commands = parts.filter(({ kind }) => kind === 'command')
  const inCommands = shellContexts(commands.map(({ start, end }) => text.slice(start, end)).join('\n'), cap)
  let next = 0
  return parts.flatMap(({ kind, start, end }): Context[] =>
    Array.from({ length: count(text.slice(start, end)) }, () =>
      kind === 'command' ? inCommands[next++]! : kind === 'output' ? 'plain' : 'none',
    ),
  )
}

/** Text without a language: it may be pasted into a shell all the same, with its prompts or without. */
export function textContexts(text: string): Context[] {
  const commands = hasPrompt(text)
    ? stretches(text)
        .map(({ kind, start, end }) =>
          kind === 'prompt' ? blank(text.slice(start, end)) : `${text.slice(start, end)}\n`,
        )
        .join('')
    : text
  return shellContexts(commands, 'plain')
}

const blank = (text: string): string => text.replace(/[^\uE000]/g, ' ')

/** A code span: a command, or one word that names something. */
export function spanContexts(text: string): Context[] {
  if (/^[\w@%+=:,./\uE000][\w@%+=:,./\uE000-]*$/.test(text))
    return Array.from({ length: count(text) }, () => 'plain')
  return textContexts(text)
}

/** PowerShell and the command prompt of Windows, whose quotes are not followed: a word behind a command's. */
export function windowsContexts(text: string): Context[] {
  const found: Context[] = []
  for (let at = text.indexOf(MARK); at >= 0; at = text.indexOf(MARK, at + 1)) {
    const line = text.slice(Math.max(text.lastIndexOf('\n', at) + 1, at - 4000), at)
    const command = line.slice(line.search(/[^;|&(){}`]*$/)).trimStart()
    const end = text.indexOf('\n', at)
    const whole = line + text.slice(at, Math.min(end < 0 ? text.length : end, at + 4000))
    const isSafe = WINDOWS_ARGUMENT.test(command) && !WINDOWS_RUNS.test(command) && !WINDOWS_READS.test(whole)
    found.push(isSafe ? 'windows' : 'none')
  }
  return found
}

/** A command, and no option that the value would be glued to. */
const WINDOWS_ARGUMENT =
  /^(?:PS [^>]*> *|[A-Z]:[^>]*> *)?[A-Za-z][\w.-]*(?:\s+\S+)*\s+(?:["']?[\w.:\\=][\w.:\\=\uE000-]*|["'])?$/

/** Anywhere on the line: what runs what it is given or reads: `irm … | iex`, `iex (irm …)`, `… | cmd`. */
const WINDOWS_READS =
  /(?:^|[\s;|&({=])(?:iex|invoke-(?:expression|command|cimmethod|wmimethod)|icm|cmd|powershell|pwsh|bash|sh|wsl|python3?|perl|node|ruby|import-module|ipmo|add-type|regsvr32|mshta|msiexec|start-process|saps|install-\w+|choco|scoop|winget|certutil|bitsadmin)(?:\.exe)?(?=[\s)"';|]|$)/i

const WINDOWS_RUNS =
  /^(?:PS [^>]*> *|[A-Z]:[^>]*> *)?(?:iex|invoke|icm|start|saps|cmd|powershell|pwsh|call|if|for|foreach|while|do|else|set|setx|runas|ssh|wmic|rundll32|cscript|wscript|mshta|sc|schtasks|at|winrs|psexec|wsl|bash|python|perl|node)\b|\s-(?:c|command|enc\w*|scriptblock|filepath|exec\w*)\s|[$%]\S*$/i
