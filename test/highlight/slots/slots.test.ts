/** The context of slots by their surroundings. The golden table is meant for reading. */
import { readFileSync, writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { contextsOf, FILE, readTemplates } from './templates.ts'

test('the table of contexts', () => {
  const table = readTemplates()
    .map((row) =>
      typeof row === 'string' ? row : `${row.line} ${contextsOf(row.language, row.code).join(' ')}`,
    )
    .join('\n')
  if (process.env.UPDATE) writeFileSync(FILE, `${table}\n`)
  expect(`${table}\n`).toBe(readFileSync(FILE, 'utf8'))
})

const X = '{{ $labels.x }}'
const LONG = 'true a\n'.repeat(2000)
const WORDS = 'a '.repeat(3000)

test.each([
  ['a slot below a long text', 'sh', `${LONG}ls ${X}`, 'shell'],
  ['a slot in a long line', 'sh', `ls ${WORDS}${X}`, 'shell'],
  ['a variable in a long text', 'sh', `${LONG}a=${X}\neval "$a"`, 'none'],
  ['a variable far before its slot', 'sh', `a="${WORDS}${X}"; eval "$a"`, 'none'],
  ['a loop far before its slot', 'sh', `for a in ${WORDS}${X}; do eval "$a"; done`, 'none'],
  ['a function far before its slot', 'sh', `f() { eval "$@"; }; f ${WORDS}${X}`, 'none'],
  ['a script far before its slot', 'sh', `sh -c 'eval "$@"' ${WORDS}${X}`, 'none'],
  ['a variable that is passed to a function', 'sh', `f() { eval "$1"; }\na=${X}\nf "$a"`, 'none'],
  ['a variable with a long default', 'sh', `a=${X}\neval \${a:-${WORDS}}`, 'none'],
  ['an argument of PowerShell', 'powershell', `Get-X ${X}`, 'windows'],
  ['what runs far before it', 'powershell', `iex "Get-X ${WORDS}${X}"`, 'none'],
  ['what runs far behind it', 'powershell', `Get-X ${X} ${WORDS}| iex`, 'none'],
])('%s', (_, language, code, context) => {
  expect(contextsOf(language, code)).toEqual([context])
})
