/**
 * Test results for people at a terminal: each failure with its line, the difference alone, and the value of every part
 * of the expression at that moment.
 */
import type {
  Difference,
  Explanation,
  Failure,
  PairDiff,
  Shown,
  TestFileReport,
  TestResult,
  Texts,
} from '../../model.ts'
import { safe } from '../cells.ts'
import type { Look } from '../format.ts'
import type { Paint } from '../paint.ts'
import { address, located, type Pen, penFor } from '../pretty.ts'
import { pictureLines } from './blocks.ts'
import { testSummary, testSummaryLine } from './summary.ts'

export function testsText(files: readonly TestFileReport[], texts: Texts, look: Look): string {
  const pen = penFor(texts, look)
  const blocks = files.flatMap((file) => fileBlocks(file, pen))
  const worst = testSummary(files).failed > 0 ? 'error' : 'good'
  return [...blocks, `${pen.paint(worst, testSummaryLine(files))}\n`].join('\n')
}

function fileBlocks(file: TestFileReport, pen: Pen): string[] {
  const { paint } = pen
  const told =
    (head: string) =>
    ({ range, message, hint }: Pick<Failure, 'range' | 'message' | 'hint'>) =>
      block([
        `${head}  ${safe(message)}`,
        ...located({ file: file.path, range }, pen, 'error'),
        ...hintLine(hint, paint),
      ])
  const problems = file.problems.map(
    told(`${paint('error', 'cannot read')}  ${paint('strong', safe(file.path))}`),
  )
  const notes = [...file.warnings, ...file.results.flatMap(({ notes }) => notes)]
  const warnings = notes.map(told(paint('warning', 'warning')))
  const failed = file.results.filter(({ failures }) => failures.length > 0)
  return [...problems, ...warnings, ...failed.map((result) => failedTest(result, pen))]
}

const block = (lines: readonly string[]): string => `${lines.join('\n')}\n`

const hintLine = (hint: string | undefined, paint: Paint): string[] =>
  hint === undefined ? [] : [`  ${paint('hint', 'hint:')} ${safe(hint)}`]

function failedTest(result: TestResult, pen: Pen): string {
  const { file, name, range, failures, picture } = result
  const { paint, places } = pen
  const head = `${paint('error', 'failed')}  ${paint('strong', safe(name))}  ${paint('quiet', address({ file, range }, places))}`
  const drawn = picture === undefined ? [] : pictureLines(picture).map((line) => `  ${safe(line)}`)
  return block([head, ...drawn, ...failures.flatMap((failure) => ['', ...failureLines(file, failure, pen)])])
}

function failureLines(file: string, failure: Failure, pen: Pen): string[] {
  const { paint } = pen
  const { range, message, hint, differences, explanations } = failure
  return [
    `  ${paint('error', '✗')} ${safe(message)}`,
    ...located({ file, range }, pen, 'error'),
    ...differences.slice(0, MOST).flatMap((one) => differenceLines(one, paint)),
    ...(differences.length > MOST ? [`    … ${differences.length - MOST} more`] : []),
    ...hintLine(hint, paint),
    ...explanations.flatMap((one) => explanationLines(one, pen)),
  ]
}

/** Most differences shown; a reader would not look through more. */
const MOST = 8

// ── Differences ─────────────────────────────────────────────────────────────────────────────────────

/** Labels in the usual notation, without the alert's name, which is in the message. */
function labelsText({ labels, value }: Pick<Shown, 'labels' | 'value'>): string {
  const name = labels.find(([key]) => key === '__name__')?.[1] ?? ''
  const shown = labels.filter(([key]) => key !== '__name__' && key !== 'alertname')
  const braces =
    shown.length === 0 && name !== '' ? '' : `{${shown.map(([key, text]) => `${key}="${text}"`).join(', ')}}`
  return safe(`${name}${braces}${value === undefined ? '' : ` ${value}`}`)
}

function differenceLines(one: Difference, paint: Paint): string[] {
  if (one.kind === 'missing') return [`    ${paint('good', 'expected')}  ${labelsText(one.expected)}`]
  if (one.kind === 'unexpected') return [`    ${paint('error', 'got     ')}  ${labelsText(one.got)}`]
  const { expected, got, pairs } = one
  const values =
    expected.value === got.value
      ? []
      : [
          `      ${paint('good', 'expected')}  ${safe(expected.value ?? '')}`,
          `      ${paint('error', 'got     ')}  ${safe(got.value ?? '')}`,
        ]
  return [
    `    ${labelsText({ labels: got.labels })}`,
    ...values,
    ...pairs.flatMap((pair) => pairLines(pair, paint)),
  ]
}

function pairLines({ what, name, expected, got }: PairDiff, paint: Paint): string[] {
  const side = (text: string | undefined): string =>
    text === undefined ? paint('quiet', 'none') : safe(text)
  const mark = expected !== undefined && got !== undefined ? firstDifference(expected, got) : undefined
  return [
    `      ${what} \`${safe(name)}\``,
    `        ${paint('good', 'expected')}  ${side(expected)}`,
    `        ${paint('error', 'got     ')}  ${side(got)}`,
    ...(mark === undefined ? [] : [`                  ${' '.repeat(mark)}${paint('error', '^')}`]),
  ]
}

/** Where two long texts begin to differ, if that is hard to see. */
function firstDifference(a: string, b: string): number | undefined {
  if (Math.max(a.length, b.length) < 20 || /[^ -~]/.test(a + b)) return undefined
  let at = 0
  while (at < a.length && a[at] === b[at]) at++
  return at === 0 ? undefined : at
}

// ── Explanations ────────────────────────────────────────────────────────────────────────────────────

const WIDEST = 60

function explanationLines({ rule, place, at, parts, states }: Explanation, { paint, places }: Pen): string[] {
  const where = place === undefined ? '' : `  ${address(place, places)}`
  const head = rule === '' ? `    at ${at}` : `    \`${safe(rule)}\` at ${at}${paint('quiet', where)}`
  const width = Math.min(WIDEST, Math.max(...parts.map(({ depth, text }) => depth * 2 + text.length), 0))
  const lines = parts.flatMap(({ depth, text, lines: values }) => {
    const indent = ' '.repeat(depth * 2)
    const room = Math.max(20, WIDEST - indent.length)
    const shown = safe(text.length > room ? `${text.slice(0, room - 1)}…` : text)
    const [first = '', ...more] = values
    return [
      `      ${paint('quiet', `${indent}${shown}`.padEnd(width))}  ${safe(first)}`,
      ...more.map((line) => `      ${' '.repeat(width)}  ${safe(line)}`),
    ]
  })
  return [head, ...lines, ...states.map((state) => `      ${safe(state)}`)]
}
