/**
 * A long run of the law of slots: `npm run fuzz -- slots [VALUES, 2000] [SEED]`. Every template of the table, and as
 * many mixtures of their parts, in bash, dash, zsh and fish, with new hostile values each time. Exits 1 if a value was
 * executed or was not the intended argument.
 */
import fc from 'fast-check'
import { isThere, judge, SHELLS, startReferee } from '../test/highlight/slots/referee.ts'
import { readTemplates, type Template } from '../test/highlight/slots/templates.ts'
import { hostileValues } from '../test/highlight/slots/values.ts'

const [count = 2000, seed = Date.now() % 2 ** 31] = process.argv.slice(2).map(Number)
const values = hostileValues(count, seed)
const LEFT_OUT = /^span \||<<|\*X\*|<\(|timeout X|python3|^fish|^text| & /
const table = readTemplates().filter(
  (row): row is Template =>
    typeof row !== 'string' && /^(?:sh|console|)$/.test(row.language) && !LEFT_OUT.test(row.line),
)
const shell = table.filter(({ language }) => language === 'sh')
/** Two templates joined, so that one follows whatever the other leaves open. */
const mixed = fc.sample(
  fc
    .tuple(
      fc.constantFrom(...shell),
      fc.constantFrom('; ', ' && ', ' | ', '\n', ' # ', ' "', " '", ' $(', ' ('),
      fc.constantFrom(...shell),
    )
    .map(
      ([a, between, b]): Template => ({
        language: 'sh',
        code: a.code + between + b.code,
        line: `${a.line}${between}${b.line}`,
      }),
    ),
  { numRuns: table.length, seed },
)
const referee = startReferee()
let faults = 0
const started = performance.now()
for (const name of SHELLS) {
  if (!isThere(name)) {
    console.error(`fuzz: there is no ${name} here`)
    continue
  }
  let filled = 0
  let refused = 0
  let unread = 0
  for (const [i, { language, code, line }] of [...table, ...mixed].entries()) {
    const verdict = judge(referee, name, language, code, values)
    if (!verdict) {
      unread++
      continue
    }
    filled += verdict.filled
    refused += verdict.refused
    // Joined templates affect each other, so only execution counts.
    const wrong = i < table.length ? verdict.wrong : []
    if (verdict.ran.length + wrong.length === 0) continue
    faults++
    console.log(
      `${name}: ${line}\n  ran ${JSON.stringify(verdict.ran.slice(0, 3))} wrong ${JSON.stringify(wrong.slice(0, 3))}`,
    )
  }
  console.log(
    `${name}: ${table.length + mixed.length} templates, ${filled} values put in, ${refused} refused, ${unread} not read`,
  )
}
referee.close()
console.log(`${faults} faults; ${((performance.now() - started) / 1000).toFixed(0)} s; seed ${seed}`)
if (faults > 0) process.exitCode = 1
