/** Names and texts of hundreds of kilobytes end: no pattern of a check looks at all of one for each of its parts. */
import { expect, test } from 'vitest'
import { compile } from '../../src/compile.ts'
import { configWith } from './rules.ts'

const LENGTH = 300_000
const of = (part: string): string => part.repeat(LENGTH / part.length)
const alert = (expr: string, summary = ''): string =>
  `  - alert: A\n    expr: '${expr}'\n    annotations: {summary: '${summary}'}\n`
const record = (name: string, expr: string): string => `  - record: '${name}'\n    expr: '${expr}'\n`

const RULES: Readonly<Record<string, string>> = {
  'moments in a name': alert(`time() - ${of('last_')}x > 5`),
  'moments in the name of a gauge': alert(`${of('last_')}x > -5`),
  'errors in a name': alert(`rate(${of('err_')}total[5m]) / rate(${of('err_')}x_total[5m]) > 5`),
  'events in a name': alert(`rate(${of('retransmi_')}x[5m]) > 5`),
  'units in a name': alert(`${of('expir_')}x - ${of('expir_')}y > 5`),
  'parts and wholes in names': alert(`${of('used_')} / ${of('max_')}x > 90`),
  'braces in a value': alert(`a{b="${of('}')}"} > 5`),
  'slashes in a value': alert(`a{b="${of('/')}"} > 5`),
  'windows in the name of a record': record(`a:${of('1m')}x`, 'rate(x[5m])'),
  'windows in the name that is read': record('a:rate5m', `b:${of('1m')}x + 1`),
  'levels in the name of a record': record(`${of('a:')}rate5m`, 'rate(x[6m])'),
  'thresholds in a text': alert('x > 75', of('more than 50 ')),
}

test.each(Object.entries(RULES))('%s', { timeout: 30_000 }, (_, rules) => {
  const text = `groups:\n- name: g\n  rules:\n${rules}`
  const { program } = compile([{ path: 'rules/a.yml', text }], configWith())
  expect(program.rules).toHaveLength(1)
})
