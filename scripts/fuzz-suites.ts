/**
 * `npm run fuzz -- suites 10000 1`: random suites of unit tests, run by us and by all promtools found (on the PATH, and
 * in the folders in REFEREES).
 */
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { referees } from '../test/engine/referees.ts'
import { linesOf, tell } from '../test/prove/promtool.ts'
import { randomSuite } from '../test/prove/random-suite.ts'

const wanted = Number(process.argv[2] ?? 1000)
const first = Number(process.argv[3] ?? 1)
const AT_ONCE = 50

/** Messages of promtool that are not mirrored: YAML that cannot be parsed, and rules that do not load. */
const OWN_WORDS =
  /^yaml: (?:line|unmarshal|did|control|invalid|unknown|found|map|document|mapping|block|Unexpected)|rules\.yml: /m

for (const referee of referees('promtool')) {
  let verdicts = 0
  let words = 0
  let failing = 0
  for (let seed = first; seed < first + wanted; seed += AT_ONCE) {
    const folder = mkdtempSync(join(tmpdir(), 'alertbook-suites-'))
    const seeds = Array.from({ length: Math.min(AT_ONCE, first + wanted - seed) }, (_, i) => seed + i)
    for (const one of seeds) {
      const { rules, tests } = randomSuite(one, !referee.version.startsWith('2.'))
      mkdirSync(join(folder, String(one)))
      writeFileSync(join(folder, String(one), 'rules.yml'), rules)
      writeFileSync(join(folder, String(one), 't.yml'), tests)
    }
    const files = seeds.map((one) => `${one}/t.yml`)
    const { stdout } = spawnSync('sh', ['-c', `exec "$0" test rules "$@" 2>&1`, referee.path, ...files], {
      cwd: folder,
      encoding: 'utf8',
      maxBuffer: 1 << 28,
    })
    // Each file ends with one of two words; only older versions print its name before.
    const again = (one: number): string =>
      linesOf(
        spawnSync('sh', ['-c', 'exec "$0" test rules "$1" 2>&1', referee.path, `${one}/t.yml`], {
          cwd: folder,
          encoding: 'utf8',
        }).stdout,
      )
    const told = stdout.split(/^(?= {2}(?:SUCCESS|FAILED:)$)/m).filter((part) => /^ {2}[SF]/.test(part))
    for (const [index, one] of seeds.entries()) {
      const text = told[index] ?? ''
      const theirs = { failed: !/^ {2}SUCCESS/m.test(text), text: linesOf(text) }
      const ours = await tell(join(folder, String(one), 't.yml'), referee.version)
      const alike = (output: string): string =>
        output.replaceAll(`${folder}/${one}/`, '').replaceAll(`${one}/rules.yml`, 'rules.yml')
      if (theirs.failed) failing++
      if (theirs.failed !== ours.failed) verdicts++
      else if (
        OWN_WORDS.test(theirs.text) ||
        isTold(alike(ours.text), alike(theirs.text), () => alike(again(one)))
      )
        continue
      else words++
      console.log(
        `${referee.version} seed ${one}: ${theirs.failed ? 'fails' : 'passes'}, ours ${ours.failed ? 'fails' : 'passes'}`,
      )
      console.log(difference(alike(theirs.text), alike(ours.text)))
    }
    rmSync(folder, { recursive: true, force: true })
  }
  console.log(
    `promtool ${referee.version}: ${wanted} suites, ${failing} fail, ${verdicts} verdicts different, ${words} told differently`,
  )
}

/** Promtool loads series in random order, which `query` in templates exposes: one run in ten must agree. */
function isTold(ours: string, theirs: string, again: () => string): boolean {
  if (ours === theirs) return true
  for (let run = 0; run < 10; run++) if (again() === ours) return true
  return false
}

/** The first line in which two texts differ. */
function difference(theirs: string, ours: string): string {
  const [a, b] = [theirs.split('\n'), ours.split('\n')]
  const at = a.findIndex((line, index) => line !== b[index])
  const index = at < 0 ? a.length : at
  return `  theirs ${(a[index] ?? '').slice(0, 600)}\n  ours   ${(b[index] ?? '').slice(0, 600)}`
}
