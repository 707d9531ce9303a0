/** An old Prometheus as referee: `version: '2.42'` accepts what promtool 2.42 accepts. */
import { execFileSync } from 'node:child_process'
import { describe, expect, test } from 'vitest'
import { formatExpr, loadRegexEngine, parseExpr, parseOptions, promError } from '../../src/promql/index.ts'
import { referees } from '../engine/referees.ts'
import { corpus, hasProgram } from '../setup.ts'
import { readCases } from './cases.ts'
import { NOT_YAML, refusals } from './promtool.ts'
import { sloppy } from './sloppy.ts'

/** Cases left out, with reasons. */
const accidents: Readonly<Record<string, string>> = {
  'foo[5s s 5s]': 'the lexer of 2.42 skipped characters after the first duration in brackets',
}

/** The numbers of the expressions that promtool rejects. */
const rejected = (expressions: readonly string[]): ReadonlySet<number> =>
  new Set(refusals('promtool', expressions).keys())

test('the same verdicts as promtool 2.42', () => {
  const folder = corpus('promql')
  if (!folder || !hasProgram('promtool')) return
  const version = /version (\d+\.\d+)/.exec(
    execFileSync('promtool', ['--version'], { encoding: 'utf8' }),
  )?.[1]
  if (version !== '2.42') {
    console.warn(`SKIPPED: promtool is ${version}, the referee wanted is 2.42`)
    return
  }
  const inputs = [...readCases(folder, 'parse-cases'), ...readCases(folder, 'generated-cases')]
    .filter(({ inputBase64, input }) => inputBase64 === undefined && input.trim() !== '')
    .map(({ input }) => input)
    .filter((input) => input.length < 5000 && !NOT_YAML.test(input) && accidents[input] === undefined)
  const expressions = [...new Set(inputs)]
  const options = parseOptions([], '2.42')
  const wrong: unknown[] = []
  for (let start = 0; start < expressions.length; start += 4000) {
    const part = expressions.slice(start, start + 4000)
    const refused = rejected(part)
    expect(refused.size).toBeGreaterThan(0)
    part.forEach((input, index) => {
      const { problems } = parseExpr(input, options)
      if (problems.length > 0 !== refused.has(index))
        wrong.push({ input, ours: problems[0]?.message ?? 'accepted' })
    })
  }
  expect(expressions.length).toBeGreaterThan(14_000)
  expect(wrong).toEqual([])
})

describe.each(referees('promtool'))('promtool $version', ({ version, path }) => {
  test('judges random expressions as we do', async () => {
    await loadRegexEngine()
    const first = Number(process.env.FC_SEED ?? 20261121)
    const expressions = Array.from({ length: 2_000 }, (_, i) => sloppy(first + i)).filter(
      (text) => text.trim() !== '' && !NOT_YAML.test(text),
    )
    const theirs = refusals(path, expressions)
    const options = parseOptions([], version)
    const differing = expressions.filter(
      (text, index) => theirs.has(index) !== parseExpr(text, options).problems.length > 0,
    )
    expect(differing).toEqual([])
    expect(theirs.size).toBeGreaterThan(expressions.length / 4)
    expect(theirs.size).toBeLessThan((expressions.length * 19) / 20)
  })
})

describe('what a version does not have is told by its name and version', () => {
  test.each([
    ['limitk(2, up)', '2.53', '`limitk` needs Prometheus 2.54 or newer, the configured version is 2.53'],
    [
      '{"http.requests"}',
      '2.55',
      'a quoted name needs Prometheus 3.0 or newer, the configured version is 2.55',
    ],
    ['a + fill(0) b', '3.9', '`fill` needs Prometheus 3.10 or newer, the configured version is 3.9'],
    [
      'rate(a[5m] smoothed)',
      '3.6',
      '`smoothed` needs Prometheus 3.7 or newer, the configured version is 3.6',
    ],
    [
      'a[step()]',
      '3.5',
      '`step()` in a duration needs Prometheus 3.6 or newer, the configured version is 3.5',
    ],
    [
      'time() - 1h',
      '2.55',
      'a duration as a number needs Prometheus 3.0 or newer, the configured version is 2.55',
    ],
    ['a </ 5', '3.10', '`</` needs Prometheus 3.11 or newer, the configured version is 3.10'],
    ['1_000', '2.42', '`_` in a number needs Prometheus 2.54 or newer, the configured version is 2.42'],
    ['holt_winters(a[1h], 0.5, 0.5)', '3.0', 'there is no function `holt_winters`'],
  ])('%s in %s', (text, version, message) => {
    const flags = { enableExperimentalFunctions: true, experimentalDurationExpr: true }
    const more = { enableExtendedRangeSelectors: true, enableBinopFillModifiers: true }
    expect(parseExpr(text, { ...flags, ...more, version }).problems[0]?.message).toBe(message)
  })

  test.each([
    ['holt_winters(a[1h], 0.5, 0.5)', '2.55'],
    ['0xdee', '2.53'],
    ['a @ start()[5m]', '3.12'],
    ['first_over_time(a[1h])', '3.14'],
    ['a[step() + 1m]', '3.14'],
    ['a offset -(5m)', '3.13'],
  ])('%s is fine in %s', (text, version) => {
    expect(parseExpr(text, parseOptions([], version)).problems).toEqual([])
  })

  test.each([
    ['a offset -(5m)', '3.4', 'promql-duration-expr', undefined],
    ['a offset -(5m)', '3.5', '', '1:12: parse error: experimental duration expression is not enabled'],
    // Its parser panics there.
    ['a offset +((5))', '3.12', 'promql-duration-expr', 'refused'],
    ['a offset -(5m + 1m) + 1m', '3.12', 'promql-duration-expr', undefined],
    ['a offset step()[5m]', '3.12', 'promql-duration-expr', undefined],
    [
      'a offset step()[5m] offset 1m',
      '3.13',
      'promql-duration-expr',
      '1:1: parse error: offset may not be set multiple times',
    ],
    [
      'a offset (5m)[1m]',
      '3.5',
      'promql-duration-expr',
      '1:14: parse error: no offset modifiers allowed before range',
    ],
    ['a[-(5m):]', '3.5', 'promql-duration-expr', '1:3: parse error: duration must be greater than 0'],
    ['a[5m / (0)]', '3.14', 'promql-duration-expr', '1:6: parse error: division by zero'],
    ['a[5m / (0)]', '3.15', 'promql-duration-expr', undefined],
    ['a @ end()[5m]', '3.14', '', undefined],
    ['a @ end()[5m]', '3.15', '', '1:10: parse error: no @ modifiers allowed before range'],
    ['a @ start()[5m] @ 0', '2.42', '', '1:1: parse error: @ <timestamp> may not be set multiple times'],
    ['a @ 0[5m]', '2.42', '', '1:6: parse error: no @ modifiers allowed before range'],
  ])('%s in %s with %j', (text, version, feature, error) => {
    const said = promError(text, parseExpr(text, parseOptions([feature], version)).problems) ?? undefined
    if (error === 'refused') expect(said).toBeDefined()
    else expect(said).toBe(error)
  })

  test('a modifier before the range belongs to the whole', () => {
    const { expr } = parseExpr('a @ end()[5m]', parseOptions([], '2.42'))
    expect(formatExpr(expr!)).toBe('a[5m] @ end()')
  })

  test.each([
    ['mad_over_time(a[1h])', 'promql-experimental-functions'],
    ['sum(a[1h] anchored)', 'promql-extended-range-selectors'],
    ['a + fill(0) b', 'promql-binop-fill-modifiers'],
  ])('%s needs the flag %s', (text, flag) => {
    const [problem] = parseExpr(text, parseOptions([])).problems
    expect(problem?.code).toBe('promql-feature')
    expect(problem?.hint).toContain(`--enable-feature=${flag}`)
    expect(
      parseExpr(text, parseOptions([flag])).problems.filter(({ code }) => code === 'promql-feature'),
    ).toEqual([])
  })
})
