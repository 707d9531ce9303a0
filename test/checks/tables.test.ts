/**
 * Readable tables: wrong rules, each under the check that reports it, and rules in respected styles, which are right.
 */
import { describe, expect, test } from 'vitest'
import { CHECKS } from '../../src/checks/index.ts'
import { compile } from '../../src/compile.ts'
import type { Diagnostic } from '../../src/model.ts'
import { configWith } from './rules.ts'
import { type Case, readTable } from './table.ts'

function findings({ text }: Case): readonly Diagnostic[] {
  const config = configWith('30s', '30s')
  return compile([{ path: 'rules/a.yml', text }], config, { checks: CHECKS }).diagnostics
}

/** The text of a finding's range, without YAML's quotes. */
function pointed(text: string, { range }: Diagnostic): string {
  const isQuoted = text[range.start] === "'" && text[range.end - 1] === "'"
  return isQuoted ? `${range.start + 1}-${range.end - 1}` : `${range.start}-${range.end}`
}

const shown = (text: string, { code, message, range }: Diagnostic): string =>
  `${code} «${text.slice(range.start, range.end)}» ${message}`

describe('rules that are wrong', () => {
  test.each(readTable('wrong.yml').map((one) => [one.heading, one.title, one] as const))(
    '%s: %s',
    (code, _, one) => {
      const found = findings(one)
      const own = found.filter((finding) => finding.code === code)
      expect(own, found.map((each) => shown(one.text, each)).join('\n')).not.toEqual([])
      const places = own.map((finding) => pointed(one.text, finding))
      expect(places).toEqual(expect.arrayContaining(one.marks.map(([from, to]) => `${from}-${to}`)))
    },
  )
})

test('rules that are right', () => {
  const table = readTable('right.yml')
  const said = table.flatMap((one) =>
    findings(one)
      .filter(({ severity }) => severity !== 'info')
      .map((finding) => `${one.title}\n  ${shown(one.text, finding)}`),
  )
  expect(said).toEqual([])
  expect(table.length).toBeGreaterThan(250)
})
