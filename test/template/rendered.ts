/**
 * Random templates, judged by us and by promtool: whether they load, and the text that they make of four alerts, as
 * annotations and as labels.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseTemplate } from '../../src/template/index.ts'
import { createRandom } from '../engine/judge/random.ts'
import type { Referee } from '../engine/referees.ts'
import { tell } from '../prove/promtool.ts'
import { typedTemplate } from './typed.ts'

const TESTS = {
  rule_files: ['rules.yml'],
  tests: [
    {
      interval: '1m',
      external_labels: { dc: 'eu', big: 'x y' },
      external_url: 'https://prom.example.com:9090/a%20b/?q=1',
      input_series: [
        { series: 'm{a="x", b="1", instance="host.example.com:9100", le="ß"}', values: '1.5x5' },
        { series: 'm{a="y", b="<&>\'\\"", instance="[::1]:80"}', values: 'NaN NaN NaN NaN' },
        { series: 'm{a="", b="3", instance="10.0.0.1"}', values: '-1234567.5x5' },
        { series: 'm{a="z\\n\\té", b="4"}', values: '-Inf -Inf -Inf -Inf' },
        { series: 'one{a="x", b="q"}', values: '42x5' },
      ],
      alert_rule_test: [
        { eval_time: '3m', alertname: 'A' },
        { eval_time: '3m', alertname: 'B' },
      ],
    },
  ],
}

export interface Comparison {
  readonly loaded: number
  /** How many texts were compared, and how many of these are errors. */
  readonly texts: number
  readonly errors: number
  /** Texts left out because promtool itself makes another at the next run. */
  readonly uncertain: number
  readonly differences: readonly string[]
}

type Named = readonly (readonly [string, string])[]

/** Compares `count` templates, from this seed on. */
export async function compareTemplates(referee: Referee, first: number, count: number): Promise<Comparison> {
  const folder = mkdtempSync(join(tmpdir(), 'alertbook-templates-'))
  try {
    return await compareIn(folder, referee, first, count)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function compareIn(
  folder: string,
  referee: Referee,
  first: number,
  count: number,
): Promise<Comparison> {
  const { version } = referee
  const differences: string[] = []
  const given = Array.from({ length: count }, (_, i) => {
    const random = createRandom(first + i)
    const odd = random.pick([0, 0.03, 0.2])
    return [`t${first + i}`, typedTemplate(random, odd, { isNew: !version.startsWith('2.') })] as const
  })
  writeRules(folder, given, [])
  const refused = complaints(run(folder, referee, 'check', 'rules', '--lint=none', 'rules.yml'))
  const fine = given.filter(([name, text]) => {
    const { tree, problems } = parseTemplate(text, { version, name: '__alert_A' })
    const said = refused.get(name)
    if ((tree === undefined) !== (said !== undefined))
      differences.push(
        `${version} ${name} ${JSON.stringify(text)}\n  theirs ${said}\n  ours   ${problems[0]?.goMessage}`,
      )
    return tree !== undefined && said === undefined
  })
  const labels = fine.slice(0, 20).map(([name, text]) => [name.replace('t', 'l'), text] as const)
  writeRules(folder, fine, labels)
  writeFileSync(join(folder, 'tests.yml'), JSON.stringify(TESTS))
  const [report, again] = [0, 1].map(() => run(folder, referee, 'test', 'rules', 'tests.yml')) as [
    string,
    string,
  ]
  const theirs = textsIn(report)
  const ours = textsIn((await tell(join(folder, 'tests.yml'), version)).text)
  if (theirs.size === 0 && fine.length > 0)
    differences.push(`${version} seed ${first}: ${report.slice(0, 500)}`)
  // Addresses in other notations, and the order of series, differ from run to run.
  const uncertain = [...textsIn(again)].filter(([place, text]) => theirs.get(place) !== text)
  for (const [place] of uncertain) for (const texts of [theirs, ours]) texts.delete(place)
  const byName = new Map([...fine, ...labels])
  const places = [...new Set([...theirs.keys(), ...ours.keys()])]
  for (const place of places)
    if (theirs.get(place) !== ours.get(place))
      differences.push(
        `${version} ${place} ${JSON.stringify(byName.get(place.split(' ')[0]!))}\n  theirs ${theirs.get(place)}\n  ours   ${ours.get(place)}`,
      )
  return {
    loaded: fine.length,
    texts: places.length,
    errors: [...theirs.values()].filter((text) => text.includes('<error expanding')).length,
    uncertain: uncertain.length,
    differences,
  }
}

function run(folder: string, { path }: Referee, ...args: string[]): string {
  const { stdout, stderr } = spawnSync(path, args, {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    // A loop over a large number, which Go runs to its end.
    timeout: 20_000,
  })
  return stdout + stderr
}

const writeRules = (folder: string, texts: Named, labels: Named): void =>
  writeFileSync(
    join(folder, 'rules.yml'),
    JSON.stringify({
      groups: [
        {
          name: 'g',
          rules: [
            { alert: 'A', expr: 'm', annotations: Object.fromEntries(texts) },
            { alert: 'B', expr: 'm', labels: Object.fromEntries(labels) },
          ],
        },
      ],
    }),
  )

/** Promtool's complaint about each annotation. */
const complaints = (said: string): ReadonlyMap<string, string> =>
  new Map(
    [...said.matchAll(/annotation "(t\d+)": template: __alert_A:\d+: (.*)/g)].map(([, name, text]) => [
      name!,
      text!,
    ]),
  )

/** The texts in a report, by the text's name and the alert's own labels. Addresses, which always differ, are one. */
function textsIn(report: string): Map<string, string> {
  const texts = new Map<string, string>()
  let own = ''
  for (const line of report.split('\n')) {
    const labels = /Labels:\{(.*)\}$/.exec(line)
    if (labels !== null) own = labels[1]!.replace(/l\d+="(?:[^"\\]|\\.)*",? ?/g, '')
    for (const [, name, text] of line.matchAll(/\b([tl]\d+)="((?:[^"\\]|\\.)*)"/g))
      texts.set(
        `${name} ${own}`,
        text!
          .replace(/c0+[0-9a-f]{6,9}|c[0-9a-f]{9,11}/gi, 'ADDRESS')
          // The words about an expression are another fuzzer's.
          .replace(/(error calling query: ).*/, '$1…')
          // Newer Go, with which some are built, names the types.
          .replace(/(incompatible types for comparison): .* and [^>]*/, '$1'),
      )
  }
  return texts
}
