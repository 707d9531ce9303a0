/**
 * `npm run fuzz -- rules [COUNT] [SEED]`: random rule files in every form of YAML, with random templates, judged by us
 * and by every promtool found (on the PATH, and in the folders in REFEREES). Prints each with another verdict, or another
 * number of rules; exits 1 if there is one.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { loadRegexEngine } from '../src/promql/index.ts'
import { type Referee, referees } from '../test/engine/referees.ts'
import { randomRules } from '../test/verify/random-rules.ts'
import { verifyText } from '../test/verify/settings.ts'

const wanted = Number(process.argv[2] ?? 10_000)
const first = Number(process.argv[3] ?? Date.now() % 2 ** 31)
const PER_RUN = 500
const folder = mkdtempSync(join(tmpdir(), 'alertbook-rules-'))

/** What promtool says of each file: its errors, or the number of rules that it found. */
function judge({ path }: Referee, count: number): string[] {
  const files = Array.from({ length: count }, (_, i) => `${i}.yml`)
  const { stdout, stderr } = spawnSync(path, ['check', 'rules', '--lint=none', ...files], {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  })
  const found = stdout.split(/^Checking /m).slice(1)
  const errors = new Map<string, string>()
  for (const match of stderr.matchAll(/^(\d+\.yml): (.*)/gm))
    errors.set(match[1]!, `${errors.get(match[1]!) ?? ''}${match[2]}\n`)
  return files.map(
    (file, i) => errors.get(file) ?? /(\d+) rules? found/.exec(found[i] ?? '')?.[1] ?? `? ${found[i]}`,
  )
}

await loadRegexEngine()
let faults = 0
for (const referee of referees('promtool')) {
  const { version } = referee
  let [accepted, verdicts, done] = [0, 0, 0]
  for (let seed = first; seed < first + wanted; seed += PER_RUN) {
    const texts = Array.from({ length: Math.min(PER_RUN, first + wanted - seed) }, (_, i) =>
      randomRules(seed + i, version.startsWith('2.')),
    )
    for (const [i, text] of texts.entries()) writeFileSync(join(folder, `${i}.yml`), text)
    const theirs = judge(referee, texts.length)
    for (const [i, text] of texts.entries()) {
      const { file, diagnostics } = verifyText(text.replace(/^\ufeff/, ''), {
        version,
        names: version.startsWith('2.') ? 'legacy' : 'utf8',
      })
      const error = diagnostics.find(({ severity }) => severity === 'error')
      const ours = error === undefined ? String(file.groups.flatMap(({ rules }) => rules).length) : undefined
      const said = theirs[i]!
      const isAccepted = /^\d+$/.test(said)
      done++
      if (isAccepted) accepted++
      if (isAccepted ? ours === said : ours === undefined) continue
      verdicts++
      const about =
        error &&
        `${error.message}: ${JSON.stringify(text.slice(error.range.start - 30, error.range.end + 20))}`
      console.log(`${version} seed ${seed + i}\n  theirs ${said}\n  ours   ${ours ?? about}`)
    }
  }
  faults += verdicts
  console.log(
    `promtool ${version}: ${done} rule files, ${accepted} accepted, ${verdicts} different; seed ${first}`,
  )
}
rmSync(folder, { recursive: true, force: true })
if (faults > 0) process.exitCode = 1
