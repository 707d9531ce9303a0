/**
 * The long run of the label model against a real Prometheus (`prometheus` and `promtool` on the PATH). Exits 1 if a
 * claim is contradicted.
 *
 *   npx esbuild scripts/fuzz-labels.ts --bundle --platform=node --format=esm --log-level=error |
 *     node --input-type=module - [expressions, 2000] [seed, 1] [--vague]
 *
 * `--vague` lists labels called possible that are on all or none of the data.
 */

import { random } from '../test/analysis/labels/random.ts'
import { judge, startReferee } from '../test/analysis/labels/referee.ts'

const [expressions = '2000', seed = '1'] = process.argv.slice(2).filter((arg) => !arg.startsWith('--'))
const r = random(Number(seed))
const referee = await startReferee(r, 12)
try {
  const verdict = await judge(referee, r, Number(expressions))
  const { said, vague, contradictions, ...counts } = verdict
  console.log({ seed: Number(seed), ...counts, said, contradictions: contradictions.length })
  for (const line of contradictions) console.log(line)
  if (process.argv.includes('--vague')) for (const line of vague) console.log(line)
  if (contradictions.length > 0) process.exitCode = 1
} finally {
  await referee.stop()
}
