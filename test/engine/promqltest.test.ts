/** The engine against Prometheus' own engine tests: every `eval` of the corpus, also in upstream's variants. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { runPromqlTests } from '../../src/engine/index.ts'
import { corpus } from '../setup.ts'

describe('scripts of Prometheus', () => {
  test('every eval of the corpus passes', () => {
    const folder = corpus('promqltest')
    if (folder === undefined) return
    const failed: string[] = []
    let passed = 0
    for (const file of readdirSync(folder).filter((name) => name.endsWith('.test'))) {
      const { tests, error } = runPromqlTests(readFileSync(join(folder, file), 'utf8'), file)
      if (error !== undefined) failed.push(`${file}:${error.line}: ${error.message}`)
      for (const one of tests) {
        if (one.passed) passed++
        else failed.push(`${file}:${one.line}: ${one.name}: ${one.message}`)
      }
    }
    expect(failed).toEqual([])
    expect(passed).toBeGreaterThan(1_300)
  })
})

const series = 'load 1m\n  m{a="1"} 0+1x10\n  m{a="2"} 5 NaN stale\n\n'

describe('a script that is wrong', () => {
  test.each([
    ['a value that differs', 'eval instant at 5m m{a="1"}\n  m{a="1"} 6', 'expected 6'],
    ['a series too many', 'eval instant at 5m m\n', 'unexpected metric'],
    ['a series too few', 'eval instant at 5m m\n  m{a="1"} 5\n  m{a="3"} 1', 'not found'],
    ['a scalar for a vector', 'eval instant at 5m m\n  5', 'expected scalar'],
    ['an error that does not come', 'eval instant at 5m m\n  expect fail', 'expected error'],
    ['another error', 'eval instant at 0 m + on() m\n  expect fail msg: no', 'expected error matching'],
    ['a warning that does not come', 'eval instant at 5m m\n  expect warn', 'expected warn'],
    ['an order', 'eval instant at 0 sort(m)\n  expect ordered\n  m{a="2"} 5\n  m{a="1"} 0', 'position'],
    ['a range', 'eval range from 0 to 2m step 1m m{a="1"}\n  m{a="1"} 0 1 3', 'at index 2'],
    ['points too many', 'eval range from 0 to 1m step 1m m{a="1"}\n  m{a="1"} 0 1 2', 'cannot return'],
    ['a string', 'eval instant at 0 "a"\n  expect string "b"', 'expected string'],
  ])('%s fails its eval', (_, text, message) => {
    const { tests, error } = runPromqlTests(series + text, 'a.test')
    expect(error).toBeUndefined()
    expect(tests).toHaveLength(1)
    expect(tests[0]).toMatchObject({ file: 'a.test', line: 5, passed: false })
    expect(tests[0]?.message).toContain(message)
  })

  test.each([
    ['an unknown command', 'lod 1m\n', 5, 'invalid command "lod 1m"'],
    ['a step', 'load 1x\n', 5, 'invalid step definition "1x"'],
    ['a series', 'load 1m\n  m{a=} 1\n', 6, 'unexpected'],
    ['an expression', 'eval instant at 1m sum(\n', 5, 'parse error'],
    ['a time', 'eval instant at 1q m\n', 5, 'invalid timestamp definition "1q"'],
    ['an expectation', 'eval instant at 1m m\n  expect nothing\n', 6, 'invalid expect statement'],
    ['start times without samples', 'load 1m\n  m@st -1m\n', 6, 'no following sample line'],
    ['data out of order', 'load 1m\n  m{a="1"} 0 1\n', 5, 'out of order sample'],
  ])('%s stops the script at its line', (_, text, line, message) => {
    const { error } = runPromqlTests(series + text, 'a.test')
    expect(error?.line).toBe(line)
    expect(error?.message).toContain(message)
  })
})
