/** Slots in fences and code spans → the context of each, by the language of the fence. */
import { hasPrompt, stretches } from '../shell.ts'
import type { Context } from '../token.ts'
import { type Level, MARK, stricter } from './places.ts'
import { shellContexts } from './shell-slots.ts'
import { sqlLevels } from './sql-slots.ts'

const count = (text: string): number => text.split(MARK).length - 1

/**
 * Contexts in commands or a terminal session, as a reader copies them: without prompts and output. Slots in output may
 * be filled with harmless words only.
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

/** Contexts in text without a language: readers may paste it into a shell, with or without its prompts. */
export function textContexts(text: string): Context[] {
  const commands = hasPrompt(text)
    ? stretches(text)
        .map(({ kind, start, end }) =>
          kind === 'prompt' ? blank(text.slice(start, end)) : `${text.slice(start, end)}\n`,
        )
        .join('')
    : text
  const contexts = shellContexts(commands, 'plain')
  if (!hasStatement(text)) return contexts
  // Somebody may as well paste it into a database's prompt.
  const levels = sqlLevels(text)
  return contexts.map(
    (context, i) => stricter(context as Level, stricter(levels[i] ?? 'none', 'plain')) as Context,
  )
}

/** A longer text is not searched for statements: it is taken to have one. */
const MAX_SEARCHED = 10_000

/** Whether a line begins an SQL statement. */
const hasStatement = (text: string): boolean =>
  text.length > MAX_SEARCHED ||
  /^[^\n\w]*(?:\w+[>#=]+\s*)?(?:(?:explain\s+)?select\s[^\n]*\sfrom|with\s+\w+\s+as\s*\(|insert\s+into|replace\s+into|update\s+\S+\s+set|delete\s+from|(?:drop|alter|truncate|rename|optimize|analyze)\s+(?:table|index|database|user|role|schema)|truncate\s+\S+\s*;|merge\s+into|(?:grant|revoke)\s+[\w\s,]+\son)\s/im.test(
    text,
  )

const blank = (text: string): string => text.replace(/[^\uE000]/g, ' ')

/** Contexts in a code span: a command, or one word that names something. */
export function spanContexts(text: string): Context[] {
  if (/^[\w@%+=:,./\uE000][\w@%+=:,./\uE000-]*$/.test(text))
    return Array.from({ length: count(text) }, () => 'plain')
  return textContexts(text)
}

/** Longest line of which anything is said: what runs a command may be anywhere on it. */
const MAX_LINE = 4000

/** Contexts for PowerShell and the Windows command prompt, whose quotes are not followed: a word after a command. */
export const windowsContexts = (text: string): Context[] => text.split('\n').flatMap(windowsLine)

function windowsLine(line: string): Context[] {
  const slots = line.split(MARK)
  if (slots.length === 1) return []
  if (line.length > MAX_LINE || WINDOWS_READS.test(line)) return slots.slice(1).map(() => 'none')
  let before = ''
  return slots.slice(0, -1).map((part, index) => {
    before += index === 0 ? part : MARK + part
    const command = before.split(WINDOWS_COMMANDS).at(-1)!.trimStart()
    return WINDOWS_ARGUMENT.test(command) && !WINDOWS_RUNS.test(command) ? 'windows' : 'none'
  })
}

/** What separates commands, or begins one within another. */
const WINDOWS_COMMANDS = /[;|&(){}`]/

/** A command, and no option attached directly to the value. */
const WINDOWS_ARGUMENT =
  /^(?:PS [^>]*> *|[A-Z]:[^>]*> *)?[A-Za-z][\w.-]*(?:\s+\S+)*\s+(?:["']?[\w.:\\=][\w.:\\=\uE000-]*|["'])?$/

/** Executes its arguments or its input, anywhere on the line: `irm … | iex`, `iex (irm …)`, `… | cmd`. */
const WINDOWS_READS =
  /(?:^|[\s;|&({=])(?:iex|invoke-(?:expression|command|cimmethod|wmimethod)|icm|cmd|powershell|pwsh|bash|sh|wsl|python3?|perl|node|ruby|import-module|ipmo|add-type|regsvr32|mshta|msiexec|start-process|saps|install-\w+|choco|scoop|winget|certutil|bitsadmin|ii|invoke-item|forfiles|new-object|new-service|set-service|register-\w+|new-scheduledtask\w*|set-alias|new-alias|nal|sal|rsh)(?:\.exe)?(?=[\s)"';|]|$)/i

const WINDOWS_RUNS =
  /^(?:PS [^>]*> *|[A-Z]:[^>]*> *)?(?:iex|invoke|icm|start|saps|cmd|powershell|pwsh|call|if|for|foreach|while|do|else|set|setx|runas|ssh|wmic|rundll32|cscript|wscript|mshta|sc|schtasks|at|winrs|psexec|wsl|bash|python|perl|node)\b|\s--\s|>[^\n]*\.(?:ps1|bat|cmd|vbs|js)\b|\s-(?:c|command|enc\w*|scriptblock|filepath|exec\w*)\s|[$%]\S*$/i
