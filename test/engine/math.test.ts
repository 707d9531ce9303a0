/** Functions that must equal Go's to the last bit: recorded bits of Go on amd64, and what cannot be recorded. */
import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { frexp, lastExponent, ldexp } from '../../src/engine/math/bits.ts'
import { fma } from '../../src/engine/math/fma.ts'
import * as math from '../../src/engine/math/index.ts'
import { corpus } from '../setup.ts'

const recorded = corpus('promql/go-math.txt')

const view = new DataView(new ArrayBuffer(8))
function fromBits(bits: string): number {
  view.setBigUint64(0, BigInt(bits))
  return view.getFloat64(0)
}
function toBits(value: number): bigint {
  view.setFloat64(0, value)
  return view.getBigUint64(0)
}

type Call = (...args: number[]) => number
const functions: Readonly<Record<string, Call>> = {
  ...(math as unknown as Record<string, Call>),
  sqrt: Math.sqrt as Call,
  mod: ((a, b) => (a as number) % (b as number)) as Call,
}
/** PromQL has no cube root. */
const unused = new Set(['cbrt'])

describe.skipIf(recorded === undefined)('the bits of Go', () => {
  const lines = recorded === undefined ? [] : readFileSync(recorded, 'utf8').trim().split('\n')
  const byName = new Map<string, string[][]>()
  for (const line of lines) {
    const [name, args, result] = line.split(' ') as [string, string, string]
    const cases = byName.get(name) ?? []
    cases.push([...args.split(','), result])
    byName.set(name, cases)
  }

  test.each([...byName.keys()].filter((name) => !unused.has(name)))('%s', (name) => {
    const differ = (byName.get(name) as string[][]).filter((line) => {
      const args = line.slice(0, -1).map(fromBits)
      const want = line.at(-1) as string
      const got = (functions[name] as Call)(...args)
      return !Number.isNaN(got) && toBits(got) !== BigInt(want)
    })
    expect(differ).toEqual([])
    expect(byName.get(name)?.length).toBeGreaterThan(1000)
  })
})

/** Answers of a running Prometheus 3.5, for values that no recording covers. */
test.each<[string, number[], number]>([
  ['log', [5e-324], -709.0895657128241],
  ['log', [5.06e-321], -709.0895657128239],
  ['log10', [5e-324], -307.9536855642528],
  ['log2', [5e-324], -1074],
  ['exp', [-745], 5e-324],
  ['exp', [-746], 0],
  ['exp', [709.782712893384], Number.POSITIVE_INFINITY],
  ['exp2', [-1074], 5e-324],
  ['exp2', [1024], Number.POSITIVE_INFINITY],
  ['pow', [-0, -3], Number.NEGATIVE_INFINITY],
  ['pow', [-8, 1 / 3], Number.NaN],
  ['pow', [-1, Number.NEGATIVE_INFINITY], 1],
  ['pow', [Number.NaN, 0], 1],
  ['pow', [5e-324, 3.637978807091713e-12], 0.9999999974203472],
  ['sin', [-0], -0],
  // So close to a multiple of π that Go's way of filling the last bits matters.
  ['tan', [165225629364], -14547.944018032334],
  ['atan2', [-0, -1], -Math.PI],
  ['tanh', [50], 1],
])('%s(%j) is %d', (name, args, want) => {
  expect((functions[name] as Call)(...args)).toBe(want)
})

const anyFloat = fc.double({ noNaN: true })

test('fractions and exponents put together are the number again', () => {
  fc.assert(
    fc.property(anyFloat, (x) => {
      const fraction = frexp(x)
      const exponent = lastExponent
      expect(ldexp(fraction, exponent)).toBe(x)
      if (x !== 0 && Number.isFinite(x)) {
        expect(Math.abs(fraction)).toBeGreaterThanOrEqual(0.5)
        expect(Math.abs(fraction)).toBeLessThan(1)
      }
    }),
  )
})

/** Product and sum rounded once, computed in whole numbers. */
function exactFma(a: number, b: number, c: number): number {
  const [ma, ea] = parts(a)
  const [mb, eb] = parts(b)
  const [mc, ec] = parts(c)
  const exponent = Math.min(ea + eb, ec)
  const sum = ma * mb * 2n ** BigInt(ea + eb - exponent) + mc * 2n ** BigInt(ec - exponent)
  // A fraction of whole numbers, formatted as a decimal that Number rounds once.
  return exponent >= 0 ? Number(sum * 2n ** BigInt(exponent)) : rounded(sum, -exponent)
}

function parts(x: number): [mantissa: bigint, exponent: number] {
  const fraction = frexp(x)
  return [BigInt(fraction * 2 ** 53), lastExponent - 53]
}

/** sum / 2^down. */
function rounded(sum: bigint, down: number): number {
  const digits = (sum * 5n ** BigInt(down)).toString()
  return Number(`${digits}e-${down}`)
}

test('a fused multiplication and addition rounds once', () => {
  const size = fc.double({ min: -1e15, max: 1e15, noNaN: true }).filter((x) => x === 0 || Math.abs(x) > 1e-30)
  fc.assert(
    fc.property(size, size, size, (a, b, c) => {
      expect(fma(a, b, c) + 0).toBe(exactFma(a, b, c) + 0)
    }),
    { numRuns: 2000 },
  )
})
