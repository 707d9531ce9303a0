/** Hostile input: every parse ends, with a diagnostic where appropriate. */
import { describe, expect, test } from 'vitest'
import { deadSides } from '../../src/analysis/dead-sides.ts'
import { heldMatchers } from '../../src/analysis/labels/matchers.ts'
import { whyNever } from '../../src/analysis/never.ts'
import { whyUnconditional } from '../../src/analysis/unconditional.ts'
import { formatExpr, parseExpr, prettyExpr, selectors, tokens } from '../../src/promql/index.ts'
import { allFlags } from './cases.ts'

const times = (text: string, count: number): string => text.repeat(count)

describe('is refused with a diagnostic', () => {
  test.each([
    ['100,000 nested parentheses', `${times('(', 100_000)}1${times(')', 100_000)}`, 'nests more than'],
    ['100,000 open parentheses', times('(', 100_000), 'nests more than'],
    ['100,000 open calls', times('abs(', 100_000), 'nests more than'],
    ['a million signs', `${times('-', 1_000_000)}a`, 'nests more than'],
    [
      'nested aggregations with operators',
      `${times('sum(1+', 50_000)}a${times(')', 50_000)}`,
      'nests more than',
    ],
    ['a nested duration', `a[${times('-(', 50_000)}5m${times(')', 50_000)}]`, 'nests more than'],
    ['a power of powers', `a${times('^a', 100_000)}`, 'nests more than'],
    ['a megabyte of additions', `a${times(' + a', 250_000)}`, 'nests more than'],
    ['a megabyte of words', times('x ', 500_000), 'expected'],
    ['a megabyte of comment', `#${times('x', 1_000_000)}`, 'found no expression'],
    [
      'errors without end in nested calls',
      `${times('f(', 700)}${times('*,', 200_000)}`,
      'expected an expression',
    ],
    ['an expression repeated too often', '{a=~"((x{0,100}){0,100}){0,100}"}', 'invalid repeat count'],
    ['a megabyte of regular expression', `{a=~"${times('(x.*|\\\\pL', 100_000)}"}`, 'characters long'],
  ])('%s', (_, text, message) => {
    const { expr, problems } = parseExpr(text, allFlags)
    expect(expr).toBeUndefined()
    expect(problems.map((problem) => problem.message).join('\n')).toContain(message)
  })
})

describe('is accepted, printed and walked', () => {
  test.each([
    ['500 nested parentheses', `${times('(', 500)}1${times(')', 500)}`],
    ['500 signs', `${times('-', 500)}a`],
    ['700 nested calls', `${times('abs(', 700)}a${times(')', 700)}`],
    ['1,900 additions', `a${times(' + a', 1_900)}`],
    ['700 powers', `a${times(' ^ a', 700)}`],
    ['100,000 arguments', `label_join(a, "b", "c"${times(', "d"', 100_000)})`],
    ['a megabyte of matchers', `a{${times('b="c",', 170_000)}}`],
    ['a megabyte of string', `a{b="${times('x', 1_000_000)}"}`],
    ['a megabyte of alternatives', `a{b=~"${times('x|', 500_000)}"}`],
    ['a regular expression that backtracking engines choke on', `{b=~"${times('(x+x+)+', 20)}y"}`],
  ])('%s', (_, text) => {
    const { expr, problems } = parseExpr(text, allFlags)
    expect(problems).toEqual([])
    if (expr === undefined) throw new Error('no tree')
    expect(formatExpr(expr).length).toBeGreaterThan(500 > text.length ? 10 : text.length / 3)
    expect(prettyExpr(expr, 1_000).length).toBeGreaterThan(10)
    expect(selectors(expr).length).toBeLessThan(2_000)
  })
})

test('colouring copes with all of that too', () => {
  for (const text of [times('(', 100_000), times('{', 100_000), times('"', 99_999), times('$', 100_000)]) {
    expect(tokens(text).length).toBeGreaterThan(0)
  }
})

test('of a hundred thousand matchers of one label, so many are known that they can be compared in pairs', () => {
  const { expr } = parseExpr(`{${times('a="b",', 100_000)}}`)
  expect(heldMatchers(expr!).get('a')).toHaveLength(100)
  expect(whyNever(expr!)).toBeUndefined()
})

describe('a chain of operators is judged in time', () => {
  const chain = (term: (index: number) => string, op: string, length = 1_000): string =>
    Array.from({ length }, (_, index) => term(index)).join(` ${op} `)
  test.each([
    ['alternatives', chain(() => 'a', 'or')],
    ['alternatives with conditions', chain((i) => `a > ${i}`, 'or')],
    [
      'alternatives on both sides',
      `(${chain((i) => `a > ${i}`, 'or', 900)}) and (${chain((i) => `a{b="${i}"}`, 'or', 900)})`,
    ],
    ['alternatives of absence', chain((i) => `absent(a${i})`, 'or')],
    ['alternatives that always return something', chain(() => 'hour() > 1', 'or')],
    ['conditions', chain((i) => `a{b="${i}"} > 1`, 'and')],
    ['the same condition', chain(() => 'a > 1', 'and')],
    ['conditions on some labels', chain(() => 'a', 'and on (b)')],
    ['exceptions', chain(() => 'a == 0', 'unless')],
    ['numbers', chain(() => '1', '+')],
  ])('%s', (_, text) => {
    const expr = parseExpr(text).expr!
    const before = process.cpuUsage()
    whyNever(expr)
    deadSides(expr)
    whyUnconditional(expr)
    const { user, system } = process.cpuUsage(before)
    // By the cube of the number, it took minutes.
    expect((user + system) / 1e6).toBeLessThan(10)
  })
})
