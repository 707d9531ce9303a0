/**
 * `npm run fuzz -- templates [COUNT] [SEED]`: random templates whose parts mostly fit, judged by us and by every promtool
 * found (on the PATH, and in the folders in REFEREES): whether they load, and the text that they make. Prints each that
 * differs; exits 1 if there is one.
 */
import { referees } from '../test/engine/referees.ts'
import { compareTemplates } from '../test/template/rendered.ts'

const wanted = Number(process.argv[2] ?? 10_000)
const first = Number(process.argv[3] ?? Date.now() % 2 ** 31)
const AT_ONCE = 200

for (const referee of referees('promtool')) {
  let [loaded, texts, errors, uncertain, different] = [0, 0, 0, 0, 0]
  for (let seed = first; seed < first + wanted; seed += AT_ONCE) {
    const found = await compareTemplates(referee, seed, Math.min(AT_ONCE, first + wanted - seed))
    loaded += found.loaded
    texts += found.texts
    errors += found.errors
    uncertain += found.uncertain
    different += found.differences.length
    for (const difference of found.differences) console.log(difference)
  }
  if (different > 0) process.exitCode = 1
  console.log(
    `promtool ${referee.version}: ${wanted} templates, ${loaded} load, ${texts} texts of which ${errors} are errors (${uncertain} differ from run to run), ${different} different; seed ${first}`,
  )
}
