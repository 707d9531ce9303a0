/**
 * `npm run fuzz -- promtool 100000`: the engine against all promtools found (on the PATH, and in the folders in
 * REFEREES), with random expressions over random series.
 */
import { compareWith } from '../test/engine/differential.ts'
import { referees } from '../test/engine/referees.ts'

const wanted = Number(process.argv[2] ?? 10_000)
let seed = Number(process.argv[3] ?? 1)
/** `npm run fuzz -- promtool 10000 1 histograms`: with native histograms, if the notation supports them. */
const histograms = process.argv[4] === 'histograms'
const perRun = 200

for (const referee of referees('promtool')) {
  const features = Number(referee.version.split('.')[0]) >= 3 ? ['promql-experimental-functions'] : []
  let compared = 0
  let filled = 0
  let different = 0
  for (; compared < wanted; seed++) {
    const result = compareWith(
      referee,
      seed,
      perRun,
      features,
      histograms && !referee.version.startsWith('2.'),
    )
    compared += result.compared
    filled += result.filled
    different += result.differences.length
    for (const { expr, at, theirs, ours } of result.differences)
      console.log(`${referee.version} seed ${seed} at ${at}: ${expr}\n  theirs ${theirs}\n  ours   ${ours}`)
  }
  console.log(
    `promtool ${referee.version}: ${compared} compared, ${filled} with samples, ${different} different`,
  )
}
