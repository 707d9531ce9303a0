/** Slots in SQL → the level of each, where PostgreSQL, MySQL and SQLite agree. */
import type { Context } from '../token.ts'
import { type Level, MARK, stricter } from './places.ts'

/** Matches one piece at a time; databases disagree about text that matches none of these. */
const PIECE =
  /\s+|--(?=[ \t\n]|$)[^\n]*|\/\*(?!!)(?:(?!\/\*)[^*\uE000]|\uE000|\*(?!\/))*\*\/|'(?:[^'\\]|'')*'|"[^"\\]*"|`[^`\\'"]*`|[A-Za-z_]\w*(?!['"$\w])|\d[\w.]*(?!['"])|\uE000|-(?!-)|\/(?!\*)|[=<>(),;.*+%|:?@!&^~]/y

const RUNS =
  /^(?:program|exec\w*|immediate|prepare|eval|do|call|xp_\w+|sp_\w+|sys_\w+|load_\w+|dblink\w*|query_to_\w+|executable|copy|attach|outfile|dumpfile|infile|readfile|writefile|edit|lo_\w+|pg_\w*file\w*|pg_ls_\w+|file|url|s3|remote)$/i

/** Whether a text is an SQL statement. */
export const isStatement = (text: string): boolean =>
  /^\s*(?:select|insert\s+into|update|delete\s+from|drop|alter|truncate|grant|revoke|merge\s+into|kill|exec\w*)\s/i.test(
    text,
  )

/** Keywords followed by a name. */
const NAMED = /\b(?:from|join|into|update|table|use|database|schema|index|view)\s+(?:\w+\s*\.\s*)?$/i

/** The level of each `MARK` of a text: `full` in a string that begins and ends on the slot's line. */
export function sqlLevels(text: string): Level[] {
  const found: Level[] = []
  let at = 0
  // A string or comment was open when this line began: alone, the line means something else.
  let torn = false
  // After something that executes a string, or reads or writes files; until the end of the statement.
  let runs = false
  while (at < text.length) {
    PIECE.lastIndex = at
    const piece = PIECE.exec(text)?.[0]
    if (!piece) break
    if (piece === ';') runs = false
    else runs ||= RUNS.test(piece)
    const isLong = piece.includes('\n') && piece.trim() !== ''
    for (let i = piece.indexOf(MARK); i >= 0; i = piece.indexOf(MARK, i + 1)) {
      const level = levelIn(piece, i, text.slice(Math.max(0, at - 80), at))
      found.push(runs ? 'none' : torn || isLong ? stricter(level, 'number') : level)
    }
    if (piece.includes('\n')) torn = isLong
    at += piece.length
  }
  for (let i = text.indexOf(MARK, at); i >= 0; i = text.indexOf(MARK, i + 1)) found.push('number')
  return found
}

function levelIn(piece: string, at: number, before: string): Level {
  if (piece === MARK)
    return NAMED.test(before) ? 'word' : /[\w$:@.'"`\uE000]$/.test(before) ? 'none' : 'number'
  if (piece.startsWith("'")) return 'full'
  // Together with the character before it, a value could end the comment.
  return piece[at - 1] === '*' ? 'none' : 'name'
}

/** The contexts of the `MARK`s of SQL, in order. */
export function sqlContexts(text: string): Context[] {
  return sqlLevels(text).map((level) => (level === 'full' ? 'sql-single' : level))
}
