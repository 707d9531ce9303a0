/**
 * `npm run fuzz -- verdicts [COUNT] [SEED]`: random expressions, judged by us and by every promtool found (on the PATH,
 * and in the folders in REFEREES). Prints each with another verdict, and counts those with another first error, which
 * `words` as third argument prints too. Exits 1 if a verdict differs.
 */
import { loadRegexEngine, parseExpr, parseOptions, promError } from '../src/promql/index.ts'
import { referees } from '../test/engine/referees.ts'
import { NOT_YAML, refusals } from '../test/promql/promtool.ts'
import { sloppy } from '../test/promql/sloppy.ts'

const wanted = Number(process.argv[2] ?? 20_000)
const first = Number(process.argv[3] ?? Date.now() % 2 ** 31)
const showsWords = process.argv[4] === 'words'
const PER_RUN = 2_000

await loadRegexEngine()
let faults = 0
for (const referee of referees('promtool')) {
  const isNew = !referee.version.startsWith('2.')
  for (const features of isNew ? [[], ['promql-experimental-functions']] : [[]]) {
    const options = parseOptions(features, referee.version)
    let [accepted, verdicts, words, done] = [0, 0, 0, 0]
    for (let seed = first; seed < first + wanted; seed += PER_RUN) {
      const expressions = Array.from({ length: Math.min(PER_RUN, first + wanted - seed) }, (_, i) =>
        sloppy(seed + i),
      ).filter((text) => text.trim() !== '' && !NOT_YAML.test(text))
      const theirs = refusals(referee.path, expressions, features)
      for (const [index, text] of expressions.entries()) {
        const ours = promError(text, parseExpr(text, options).problems, referee.version) ?? undefined
        const said = theirs.get(index)
        const differs = (said === undefined) !== (ours === undefined)
        done++
        if (said === undefined) accepted++
        if (differs) verdicts++
        else if (said !== ours) words++
        if (differs || (said !== ours && showsWords))
          console.log(`${referee.version} ${JSON.stringify(text)}\n  theirs ${said}\n  ours   ${ours}`)
      }
    }
    faults += verdicts
    console.log(
      `promtool ${referee.version} ${features}: ${done} expressions, ${accepted} accepted, ${verdicts} verdicts different, ${words} other first errors; seed ${first}`,
    )
  }
}
if (faults > 0) process.exitCode = 1
