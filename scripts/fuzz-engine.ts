/**
 * A long run of the engine against real Prometheus servers: `npm run fuzz -- engine [PAIRS] [SEED]`, by default 100,000
 * pairs of series and expressions for each version. Referees are the `prometheus` on the PATH and those in the folders
 * in the variable REFEREES. Prints every pair on which they disagree; exits 1 if there is one.
 */
import { judge, shown } from '../test/engine/judge/run.ts'
import { referees } from '../test/engine/referees.ts'

const numbers = process.argv.slice(2).filter((argument) => /^\d+$/.test(argument))
const [count = 100_000, seed = Date.now() % 2 ** 31] = numbers.map(Number)
const chunk = 5_000

let total = 0
for (const referee of referees('prometheus')) {
  const started = performance.now()
  let [pairs, empty, errors, differences] = [0, 0, 0, 0]
  for (let run = 0; run * chunk < count; run++) {
    const outcome = await judge(referee, seed + run, Math.min(chunk, count - run * chunk))
    pairs += outcome.pairs
    empty += outcome.empty
    errors += outcome.errors
    differences += outcome.differences.length
    for (const difference of outcome.differences) console.log(`${shown(difference)}\n`)
    if (pairs < count)
      console.error(`Prometheus ${referee.version}: ${pairs} pairs, ${differences} differences so far`)
  }
  total += differences
  const seconds = ((performance.now() - started) / 1000).toFixed(0)
  const answers = `${empty} answers empty, ${errors} errors`
  console.log(
    `Prometheus ${referee.version}: ${pairs} pairs (${answers}), ${differences} differences; ${seconds} s; seed ${seed}`,
  )
}
process.exitCode = total === 0 ? 0 : 1
