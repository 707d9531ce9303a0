/**
 * A long run of the PromQL laws over generated and mutated expressions: `npm run fuzz -- promql [COUNT] [SEED]`, a
 * million by default. Prints the first text that breaks a law, and the seed to repeat the run.
 */
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import fc from 'fast-check'
import { allFlags, readCases, textOf } from '../test/promql/cases.ts'
import { anything, valid } from '../test/promql/generate.ts'
import { checkLaws, checkPrinting } from '../test/promql/invariants.ts'

const numbers = process.argv.slice(2).filter((argument) => /^\d+$/.test(argument))
const [count = 1_000_000, seed = Date.now() % 2 ** 31] = numbers.map(Number)
const optionSets = [allFlags, { experimentalDurationExpr: true }, {}, { version: '2.42' }]

const folder = resolve('../shared/corpus/promql')
const corpus = existsSync(folder)
  ? [...readCases(folder, 'parse-cases'), ...readCases(folder, 'generated-cases')]
      .filter(({ inputBase64, input }) => inputBase64 === undefined && input.length < 1_000)
      .map(textOf)
  : []

/** A text with a part of another one, or of itself, inserted or replacing something. */
const spliced: fc.Arbitrary<string> =
  corpus.length === 0
    ? anything
    : fc
        .tuple(
          fc.constantFrom(...corpus),
          fc.constantFrom(...corpus),
          fc.nat(),
          fc.nat(),
          fc.nat(12),
          fc.nat(12),
        )
        .map(([text, other, place, from, cut, put]) => {
          const at = place % (text.length + 1)
          const start = from % (other.length + 1)
          return text.slice(0, at) + other.slice(start, start + put) + text.slice(at + cut)
        })

let accepted = 0
let done = 0
const started = performance.now()
const chunk = 10_000
for (let run = 0; run * chunk < count; run++) {
  fc.assert(
    fc.property(fc.oneof(anything, spliced), fc.constantFrom(...optionSets), (text, options) => {
      done++
      if (checkLaws(text, options)) accepted++
    }),
    { numRuns: Math.min(chunk, count - run * chunk), seed: seed + run },
  )
  fc.assert(
    fc.property(valid, (text) => checkPrinting(text, allFlags)),
    { numRuns: chunk / 20, seed: seed + run },
  )
}
const seconds = ((performance.now() - started) / 1000).toFixed(0)
console.log(`${done} texts, ${accepted} of them accepted, no law broken; ${seconds} s; seed ${seed}`)
