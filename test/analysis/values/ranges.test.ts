/** Every value that the engine computes lies in the range that is inferred from the expression alone. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Values, valuesOf } from '../../../src/analysis/values/ranges.ts'
import { createQuery, createStorage } from '../../../src/engine/index.ts'
import { parseExpr } from '../../../src/promql/index.ts'

/** Few constants, so that they meet; their neighbours; and what is not a usual number. */
const CONSTANTS = [0, 1, 2, 5, -1, 100, 0.1]
const SAMPLES = [
  ...CONSTANTS.flatMap((value) => [
    value,
    value + Math.abs(value) * 2 ** -52,
    value - Math.abs(value) * 2 ** -52,
  ]),
  0.5,
  3,
  -7,
  1e20,
  -1e20,
  5e-324,
  Number.POSITIVE_INFINITY,
  Number.NEGATIVE_INFINITY,
  Number.NaN,
]

const constant = fc.constantFrom(...CONSTANTS).map(String)
const step = fc.oneof(
  fc.tuple(fc.constantFrom('>', '>=', '<', '<=', '==', '!='), constant).map(
    ([op, c]) =>
      (of: string) =>
        `(${of} ${op} ${c})`,
  ),
  fc.tuple(fc.constantFrom('+', '-', '*', '/', '%', '^'), constant).map(
    ([op, c]) =>
      (of: string) =>
        `(${of} ${op} ${c})`,
  ),
  fc.tuple(fc.constantFrom('+', '-', '*', '/'), constant).map(
    ([op, c]) =>
      (of: string) =>
        `(${c} ${op} ${of})`,
  ),
  fc.tuple(fc.constantFrom('clamp_max', 'clamp_min'), constant).map(
    ([f, c]) =>
      (of: string) =>
        `${f}(${of}, ${c})`,
  ),
  fc.tuple(constant, constant).map(
    ([a, b]) =>
      (of: string) =>
        `clamp(${of}, ${a}, ${b})`,
  ),
  fc
    .constantFrom('abs', 'ceil', 'floor', 'sgn', 'sqrt', 'round', 'exp')
    .map((f) => (of: string) => `${f}(${of})`),
  fc.constant((of: string) => `(${of} * y)`),
  fc.constant((of: string) => `(${of} or y)`),
  fc.constantFrom('2', '4', '0.5').map((c) => (of: string) => `(${of} ^ ${c})`),
  constant.map((c) => (of: string) => `round(${of}, ${c})`),
  fc.constantFrom('>', '==', '!=').map((op) => (of: string) => `(${of} ${op} bool 1)`),
  fc
    .constantFrom('sum', 'avg', 'max', 'count', 'stddev', 'group')
    .map((op) => (of: string) => `${op}(${of})`),
  fc.constant((of: string) => `-${of}`),
)

const holds = ({ lo, hi, nan }: Values, value: number): boolean =>
  Number.isNaN(value)
    ? nan
    : (value > lo.at || (value === lo.at && !lo.open)) && (value < hi.at || (value === hi.at && !hi.open))

function results(text: string, x: number, y: number): number[] {
  const series = Object.entries({ x, y }).map(([name, value]) => ({
    labels: { __name__: name, instance: 'a' },
    samples: [{ time: 0, value }],
  }))
  const { value } = createQuery(text).evaluate(createStorage(series), { at: 0 })
  return value?.type === 'vector' ? value.samples.map((sample) => sample.value) : []
}

test('values', () => {
  const chain = fc
    .array(step, { minLength: 1, maxLength: 5 })
    .map((steps) => steps.reduce((of, one) => one(of), 'x'))
  fc.assert(
    fc.property(chain, fc.constantFrom(...SAMPLES), fc.constantFrom(...SAMPLES), (text, x, y) => {
      const range = valuesOf(parseExpr(text).expr!)
      for (const value of results(text, x, y))
        expect(holds(range, value), `${text} of x ${x}, y ${y} is ${value}: ${JSON.stringify(range)}`).toBe(
          true,
        )
    }),
    { numRuns: Number(process.env.CASES ?? 3000) },
  )
})

test.each([
  ['clamp_max(x > 1, 1) * y', 7],
  ['clamp_min(x < 1, 1) + y', 8],
  ['(x > 1) + 100', 101],
])('%s', (text, y) => {
  const x = text.includes('<') ? 0 : 1 + 2 ** -52
  const [value] = results(text, x, 7)
  expect(value).toBe(y)
  expect(holds(valuesOf(parseExpr(text).expr!), value!)).toBe(true)
})
