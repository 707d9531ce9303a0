/** A copied command never executes a label's value: tested with bash, dash, zsh, fish and SQLite. */
import { afterAll, describe, expect, test } from 'vitest'
import { quote } from '../../../site/client/quote.ts'
import { isThere, judge, SHELLS, sqlite, startReferee } from './referee.ts'
import { filled, readTemplates, type Template } from './templates.ts'
import { hostileValues } from './values.ts'

/** `VALUES=2000` for a long run; `npm run fuzz -- slots` uses new values each time. */
const COUNT = Number(process.env.VALUES ?? 170)
const values = hostileValues(COUNT, 1)
/**
 * Names and queries to be read rather than run, documents without an end, patterns (which are meant to expand), and
 * commands that depend on the time or on another process.
 */
const LEFT_OUT = /^span \| (?:X(?:\/X)?|rate.*) \||cat <<EOF↵a X↵\$|\*X\*|<\(|timeout X|python3/
const templates = readTemplates().filter(
  (row): row is Template =>
    typeof row !== 'string' &&
    /^(?:sh|console|text|span|fish|)$/.test(row.language) &&
    !LEFT_OUT.test(row.line),
)
const some = values.filter((_, i) => i % 3 === 0)
const referee = startReferee()
afterAll(() => referee.close())

for (const shell of SHELLS) {
  test.skipIf(!isThere(shell))(
    `${shell}: every command gets the value or does not get it`,
    { timeout: 600_000 },
    () => {
      const faults: string[] = []
      let filledIn = 0
      let refused = 0
      let unread = 0
      for (const { language, code, line } of templates) {
        const verdict = judge(
          referee,
          shell,
          language,
          code,
          shell === 'bash' || process.env.VALUES ? values : some,
        )
        if (!verdict) {
          unread++
          continue
        }
        filledIn += verdict.filled
        refused += verdict.refused
        if (verdict.ran.length > 0) faults.push(`RAN ${line} ${JSON.stringify(verdict.ran.slice(0, 3))}`)
        if (verdict.wrong.length > 0)
          faults.push(`WRONG ${line} ${verdict.wrong.length} ${JSON.stringify(verdict.wrong.slice(0, 5))}`)
      }
      console.log(
        `${shell}: ${templates.length} templates, ${filledIn} values put in, ${refused} refused, ${unread} templates it does not read`,
      )
      expect(faults).toEqual([])
      expect(filledIn).toBeGreaterThan(1000)
    },
  )
}

describe.skipIf(!isThere('sqlite3'))('SQLite', () => {
  test('reads the value and leaves the table alone', () => {
    for (const row of readTemplates()) {
      if (typeof row === 'string' || row.language !== 'sql') continue
      const statements = values.flatMap((value) => {
        let refused = false
        const text = filled('sql', row.code, (context) => {
          const written = quote(value, context)
          refused ||= written === undefined
          return written ?? ''
        })
        return refused ? [] : [text]
      })
      const parts = statements.length > 0 ? sqlite(statements) : []
      expect(parts.length, row.line).toBe(statements.length > 0 ? statements.length + 1 : 0)
    }
  })
  test('a string comes back as it went in', () => {
    const taken = values.filter((value) => quote(value, 'sql-single') !== undefined)
    const parts = sqlite(taken.map((value) => `SELECT hex('${quote(value, 'sql-single')}')`))
    expect(parts.slice(0, -1).map((part) => Buffer.from(part.trim(), 'hex').toString())).toEqual(taken)
    expect(taken.length).toBeGreaterThan(COUNT / 4)
  })
})
