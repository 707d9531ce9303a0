/**
 * Series notation. `series.txt`: a text, `==>`, its labels and values or Prometheus' error; `UPDATE=1` writes the text
 * after the arrows. A real promtool judges random texts.
 */
import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { testExpression } from '../../src/engine/histogram/format.ts'
import {
  mostValues,
  parseMetric,
  parseSeries,
  type SequenceValue,
  seriesErrorText,
} from '../../src/engine/series.ts'
import { expectGolden, temporaryFolder } from '../setup.ts'
import { floatSeriesText, seriesText } from './random-series.ts'
import { referees } from './referees.ts'

const table = join(import.meta.dirname, 'series.txt')

function valueText(value: SequenceValue): string {
  if (typeof value === 'number') return Object.is(value, -0) ? '-0' : String(value)
  if (typeof value === 'string') return value
  return `${testExpression(value.histogram)}${value.hintSet ? ' (hint set)' : ''}`
}

function outcome(text: string): string {
  const { series, error } = parseSeries(text)
  if (error !== undefined) {
    return `${seriesErrorText(text, error)}  ⟨${text.slice(error.range.start, error.range.end)}⟩`
  }
  const labels = series.labels.map(([name, value]) => `${name}=${JSON.stringify(value)}`)
  return [`labels: ${labels.join(' ')}`, ...series.values.map((value) => `  ${valueText(value)}`)].join('\n')
}

test('the table of series', () => {
  const source = readFileSync(table, 'utf8')
  const rewritten = source
    .trimEnd()
    .split(/\n{2,}/)
    .map((block) => {
      const remarks = /^(?:-- .*\n)*/.exec(`${block}\n`)?.[0] ?? ''
      const text = block.slice(remarks.length).split('\n==>')[0] as string
      return block.startsWith('-- ') && text.trim() === ''
        ? block
        : `${remarks}${text}\n==>\n${outcome(text)}`
    })
    .join('\n\n')
  expect(rewritten.split('\n==>').length).toBeGreaterThan(40)
  expectGolden(table, `${rewritten}\n`)
})

test('never throws, and errors lie within the text', () => {
  fc.assert(
    fc.property(fc.oneof(seriesText, fc.string()), (text) => {
      const { error } = parseSeries(text)
      if (error === undefined) return
      expect(error.range.start).toBeGreaterThanOrEqual(0)
      expect(error.range.end).toBeGreaterThanOrEqual(error.range.start)
      expect(error.range.end).toBeLessThanOrEqual(text.length)
    }),
    { numRuns: 3000 },
  )
})

test('what is written is read again', () => {
  const text =
    '{a="b"} {{schema:1 count:3 sum:-0.5 z_bucket:1 z_bucket_w:0.001 offset:-3 buckets:[1 0 1] n_buckets:[0 1]}}'
  const { series } = parseSeries(text)
  const value = series?.values[0]
  if (typeof value !== 'object') throw new Error('no histogram was read')
  const again = parseSeries(`{} ${testExpression(value.histogram)}`).series?.values[0]
  expect(typeof again === 'object' && testExpression(again.histogram)).toBe(testExpression(value.histogram))
})

test('a series is bounded', () => {
  expect(parseSeries(`m 1x${mostValues}`).error?.message).toContain('limited')
  expect(parseSeries('m _x18446744073709551615').error?.message).toContain('limited')
  expect(parseSeries('m {{}}+{{}}x18446744073709551615').error?.message).toContain('limited')
  expect(parseSeries('m 1x18446744073709551616').error?.message).toContain('value out of range')
})

test('a metric alone', () => {
  expect(parseMetric('up{job="a"}').labels).toEqual([
    ['job', 'a'],
    ['__name__', 'up'],
  ])
  expect(parseMetric('up 1').error?.message).toBe('unexpected number "1"')
  expect(parseMetric('').labels).toEqual([])
})

test('versions without histograms', () => {
  expect(parseSeries('m {{}}', '2.42').error?.message).toBe("unexpected character in series sequence: '{'")
  expect(parseSeries('m 1 2', '2.42').series?.values).toEqual([1, 2])
})

/** Promtool's verdict on each text as the series of a unit test: its error, or undefined. */
function verdicts(promtool: string, texts: readonly string[]): (string | undefined)[] {
  const folder = temporaryFolder()
  const names = texts.map((text, i) => {
    const series = { series: text, values: '' }
    const name = `${String(i).padStart(4, '0')}.yml`
    writeFileSync(join(folder, name), JSON.stringify({ tests: [{ interval: '1m', input_series: [series] }] }))
    return name
  })
  // Merges both streams, to keep their order.
  const { stdout } = spawnSync('sh', ['-c', '"$0" test rules "$@" 2>&1', promtool, ...names], {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: 1e9,
  })
  const said = stdout.split(/^ {2}(?=SUCCESS|FAILED:)/m).slice(1)
  expect(said.length, 'files that promtool speaks of').toBe(texts.length)
  return said.map((text) => {
    if (text.startsWith('SUCCESS')) return undefined
    return text
      .replace(/Unit Testing:.*\n/, '')
      .replace('FAILED:', '')
      .trim()
  })
}

const found = referees('promtool')

test.skipIf(found.length === 0)('promtool says the same of random series', () => {
  for (const { path, version } of found) {
    const arbitrary = version.startsWith('2.') ? floatSeriesText : seriesText
    const texts = fc
      .sample(arbitrary, { seed: 7, numRuns: Number(process.env.SERIES ?? 300) })
      .filter((text) => !text.trim().startsWith('#') && text.trim() !== '')
    const ours = texts.map((text) => {
      const { error } = parseSeries(text.trim(), version)
      return error && seriesErrorText(text.trim(), error)
    })
    const theirs = verdicts(path, texts)
    const differ = texts.flatMap((text, i) =>
      comparable(ours[i]) === comparable(theirs[i]) ? [] : [{ text, ours: ours[i], theirs: theirs[i] }],
    )
    expect(differ, version).toEqual([])
  }
})

/**
 * Token numbers change with every version's grammar, and versions count lines differently. Texts that only the storage
 * refuses (no labels, an invalid histogram) did parse.
 */
function comparable(message: string | undefined): string | undefined {
  if (message?.includes('parse error') === false) return undefined
  return message?.replace(/<Item \d+>/, '<Item>').replace(/^\d+:/, '')
}
