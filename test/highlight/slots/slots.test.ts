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

test.each(['a_', '1', '# a', '${a', 'sh ', 'a() { '])(
  'two megabytes of `%s` before a slot come to an end',
  (part) => {
    const code = `x=${part.repeat(2_000_000 / part.length)} {{ $labels.instance }}`
    expect(contextsOf('sh', code)).toHaveLength(1)
  },
)
