/** An old Prometheus as referee: `version: '2.42'` accepts what promtool 2.42 accepts. */
import { execFileSync, spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parseExpr, parseOptions } from '../../src/promql/index.ts'
import { corpus, hasProgram, temporaryFolder } from '../setup.ts'
import { readCases } from './cases.ts'

/** Cases left out, with reasons. */
const accidents: Readonly<Record<string, string>> = {
  'foo[5s s 5s]': 'the lexer of 2.42 skipped characters after the first duration in brackets',
}

/** Characters that YAML cannot contain verbatim, or refuses. */
const notYaml = /(?![\t\n\r])[\p{Cc}\p{Cs}\ufeff\ufffe\uffff]/u

/** The numbers of the expressions that promtool rejects: one rule file, one rule for each. */
function rejected(expressions: readonly string[]): ReadonlySet<number> {
  const file = join(temporaryFolder(), 'rules.yml')
  const rules = expressions.map(
    (expr, index) => `  - {record: r, expr: ${JSON.stringify(expr)}, labels: {n: "${index}"}}`,
  )
  writeFileSync(file, `groups:\n- name: g\n  rules:\n${rules.join('\n')}\n`)
  const { stdout, stderr } = spawnSync('promtool', ['check', 'rules', '--lint=none', file], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  })
  const numbers = [...`${stdout}${stderr}`.matchAll(/group "g", rule (\d+), "r": could not parse/g)]
  return new Set(numbers.map((match) => Number(match[1]) - 1))
}

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
    .filter((input) => input.length < 5000 && !notYaml.test(input) && accidents[input] === undefined)
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
  ])('%s is fine in %s', (text, version) => {
    expect(parseExpr(text, parseOptions([], version)).problems).toEqual([])
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
