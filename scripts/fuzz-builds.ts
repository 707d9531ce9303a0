/**
 * `npm run fuzz -- builds [REPEATS, 3000] [WORD]`: for each bomb of the tests (with WORD in its name), a full build of
 * a book of two pages: the bomb and a normal page. Prints the cost of each; exits 1 if one takes more than five seconds
 * of CPU time or 500 MB, fails other than by a finding in the bomb's file, or reports anything about the other page.
 */
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { BOMBS } from '../test/parse/bombs/bombs.ts'

const n = Number(process.argv[2] ?? 3000)
const word = process.argv[3] ?? ''
const root = mkdtempSync(join(tmpdir(), 'fuzz-builds-'))
const GOOD =
  '# Good\n\n```yaml\nalert: Good\nexpr: up == 0\nfor: 5m\nlabels:\n  severity: page\n```\n\n## Meaning\n\na\n\n## Impact\n\na\n\n## Diagnosis\n\na\n\n## Mitigation\n\na\n'
/** In its own process: its cost is the resource usage of children. */
const MEASURE = `
const { spawnSync } = require('node:child_process')
const done = spawnSync(process.execPath, process.argv.slice(1), { encoding: 'utf8', timeout: 300000, maxBuffer: 1e9 })
process.stdout.write(JSON.stringify({ status: done.status, signal: done.signal, out: done.stdout, err: done.stderr.slice(0, 1e4) }))
`
mkdirSync(join(root, 'runbooks'))
writeFileSync(join(root, 'alertbook.yml'), 'site:\n  url: https://runbooks.corp/\n')
writeFileSync(join(root, 'runbooks/good.md'), GOOD)
let faults = 0
console.log(
  '| bomb | bytes | CPU s | MB | exit | findings in it | of others |\n| --- | --- | --- | --- | --- | --- | --- |',
)
for (const [name, make] of Object.entries(BOMBS)) {
  if (!name.includes(word)) continue
  const text = make(n)
  writeFileSync(join(root, 'runbooks/bomb.md'), text)
  rmSync(join(root, 'dist'), { recursive: true, force: true })
  rmSync(join(root, 'alertbook.links.yml'), { force: true })
  const cli = [resolve('lib/cli.js'), 'build', '--no-cache', '-f', 'json', '--root', root]
  const timed = spawnSync(
    '/usr/bin/time',
    ['-f', '%U %S %M', process.execPath, '-e', MEASURE, '--', ...cli],
    {
      encoding: 'utf8',
      maxBuffer: 1e9,
    },
  )
  const [user, system, kilobytes] = timed.stderr.trim().split('\n').at(-1)!.split(' ').map(Number)
  const { status, out, err } = JSON.parse(timed.stdout) as { status: number | null; out: string; err: string }
  let codes: string[] = []
  let others: string[] = []
  try {
    const found = JSON.parse(out) as { diagnostics?: { file: string; code: string }[] }
    const list = Array.isArray(found) ? found : (found.diagnostics ?? [])
    codes = [...new Set(list.filter(({ file }) => file.endsWith('bomb.md')).map(({ code }) => code))]
    others = [
      ...new Set(
        list.filter(({ file }) => !file.endsWith('bomb.md')).map(({ code, file }) => `${file} ${code}`),
      ),
    ]
  } catch {
    codes = [`no JSON: ${err.slice(0, 80)}`]
  }
  const cpu = user! + system!
  const isFault = cpu > 5 || kilobytes! > 500_000 || (status !== 0 && status !== 1) || others.length > 0
  if (isFault) faults++
  console.log(
    `| ${isFault ? '**' : ''}${name}${isFault ? '**' : ''} | ${text.length} | ${cpu.toFixed(1)} | ${(kilobytes! / 1000).toFixed(0)} | ${status} | ${codes.join(' ')} | ${others.join(' ')} |`,
  )
}
rmSync(root, { recursive: true })
console.log(`${faults} faults`)
if (faults > 0) process.exitCode = 1
