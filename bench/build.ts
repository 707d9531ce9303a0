/**
 * Build times: the runbook corpus cold, unchanged, with one page or rule changed, and ten times over, beside Hugo on
 * the same pages (a bare layout, and one with navigation and a search index) plus promtool on the same rules. Only
 * ratios matter: seconds depend on the machine. `BENCH_NODE`: another Node to run Alertbook with.
 */
import { spawnSync } from 'node:child_process'
import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { copyCorpus, filesOf } from './corpus.ts'
import { prepareHugo } from './hugo.ts'
import { type Figures, measure, median, type Subject, table } from './measure.ts'
import { node } from './node.ts'

const corpus = resolve('../shared/corpus/srerun')
const rounds = Number(process.env.ROUNDS ?? 5)

interface Bench {
  readonly hugo: Subject
  readonly fullHugo: Subject
  readonly promtool: Subject
  readonly cold: Subject
  readonly unchanged: Subject
  readonly changed: Subject
  readonly changedRule: Subject
}

type Seven = [Figures, Figures, Figures, Figures, Figures, Figures, Figures]

/** The subjects on the corpus repeated `times` times, in their own folder. */
function prepare(folder: string, times: number): Bench {
  const project = join(folder, 'project')
  copyCorpus(corpus, project, times)
  const pages = filesOf(join(project, 'content'), /\.md$/).length
  const cache = join(folder, 'cache')
  const dist = join(project, 'dist')
  const remove = (...paths: string[]): void => {
    for (const path of paths) rmSync(path, { recursive: true, force: true })
  }
  const expectPages = (output: string): void => {
    const written = filesOf(output, /\.html$/).length
    if (written < pages) throw new Error(`${output}: ${written} pages of ${pages}`)
  }
  const hugo = (name: string, hasNavigation: boolean): Subject => {
    const site = join(folder, hasNavigation ? 'hugo-full' : 'hugo')
    prepareHugo(site, join(project, 'content'), hasNavigation)
    const published = join(site, 'public')
    const kept = join(folder, 'hugo-cache')
    return {
      name,
      command: ['hugo', '--quiet', '--source', site, '--cacheDir', kept],
      before: () => remove(published, join(site, 'resources'), kept),
      after: () => expectPages(published),
    }
  }
  const build: Subject['command'] = [
    node,
    resolve('lib/cli.js'),
    'build',
    '--root',
    project,
    '--cache',
    cache,
  ]
  const rules = filesOf(join(project, 'rules'), /\.ya?ml$/).map((path) => join(project, 'rules', path))
  const page = filesOf(join(project, 'content/runbooks'), /\.md$/)[0]!
  const ruleFile = rules[0]!
  let change = 0
  return {
    hugo: hugo('hugo, bare layout', false),
    fullHugo: hugo('hugo, navigation and search', true),
    promtool: { name: 'promtool check rules', command: ['promtool', 'check', 'rules', ...rules] },
    cold: {
      name: 'alertbook, cold',
      command: build,
      before: () => remove(dist, cache),
      after: () => expectPages(join(dist, 'site')),
    },
    unchanged: { name: 'alertbook, nothing changed', command: build },
    changed: {
      name: 'alertbook, one page changed',
      command: build,
      before: () => appendFileSync(join(project, 'content/runbooks', page), `\nMarker ${++change}.\n`),
      after: () => {
        const written = filesOf(join(dist, 'site'), /\.html$/)
        if (
          !written.some((path) =>
            readFileSync(join(dist, 'site', path), 'utf8').includes(`Marker ${change}.`),
          )
        )
          throw new Error('the change of a page did not arrive on the site')
      },
    },
    changedRule: {
      name: 'alertbook, one rule changed',
      command: build,
      before: () => {
        const text = readFileSync(ruleFile, 'utf8')
        writeFileSync(ruleFile, text.replace(/^(\s*)for: .*$/m, `$1for: ${++change + 100}m`))
      },
      after: () => {
        if (!readFileSync(join(dist, 'rules.yml'), 'utf8').includes(`for: ${change + 100}m`))
          throw new Error('the change of a rule did not arrive in the rule file')
      },
    },
  }
}

function run(): void {
  const folder = mkdtempSync(join(tmpdir(), 'alertbook-bench-'))
  try {
    const once = prepare(join(folder, 'once'), 1)
    const ten = prepare(join(folder, 'ten'), 10)
    const small = measure(
      [once.hugo, once.fullHugo, once.promtool, once.cold, once.unchanged, once.changed, once.changedRule],
      rounds,
    )
    const [hugo, fullHugo, promtool, cold, unchanged, changed, rule] = small as Seven
    console.log(`The corpus once, ${rounds} rounds, medians of whole processes\n\n${table(small)}\n`)
    const large = measure(
      [ten.hugo, ten.promtool, ten.cold, ten.unchanged, ten.changed],
      Math.max(1, Math.ceil(rounds / 2)),
    )
    const [, , largeCold, , largeChanged] = large as [Figures, Figures, Figures, Figures, Figures]
    console.log(`Ten times the corpus\n\n${table(large)}\n`)
    const reference = [hugo, promtool]
    console.log(`Node ${version()}\n`)
    const fair = [fullHugo, promtool]
    verdict('cold / (hugo + promtool)', ratio([cold], reference), 6)
    verdict('cold / (hugo + promtool), processor time', ratio([cold], reference, 'cpu'), 6)
    verdict('cold / (hugo with navigation + promtool)', ratio([cold], fair), 3)
    verdict('cold / (hugo with navigation + promtool), processor time', ratio([cold], fair, 'cpu'), 3)
    verdict('nothing changed / (hugo + promtool)', ratio([unchanged], reference), 0.5)
    verdict('one page changed / (hugo + promtool)', ratio([changed], reference), 0.5)
    verdict('one rule changed / (hugo + promtool)', ratio([rule], reference), 0.5)
    verdict('ten times the corpus, one page changed / one page changed', ratio([largeChanged], [changed]), 7)
    verdict('ten times the corpus, cold / cold', ratio([largeCold], [cold]), 12)
    verdict('ten times the corpus, peak memory in MiB', largeCold.peak, 600)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const version = (): string => spawnSync(node, ['--version'], { encoding: 'utf8' }).stdout.trim()

/** Of medians, by the clock where nothing else is said. */
function ratio(
  subjects: readonly Figures[],
  base: readonly Figures[],
  by: 'seconds' | 'cpu' = 'seconds',
): number {
  const sum = (figures: readonly Figures[]): number =>
    figures.reduce((total, figure) => total + median(figure[by]), 0)
  return sum(subjects) / sum(base)
}

function verdict(what: string, figure: number, most: number): void {
  const shown = figure.toFixed(figure < 100 ? 2 : 0)
  console.log(`${figure <= most ? 'within' : 'OVER  '}  ${what}: ${shown} (at most ${most})`)
}

if (existsSync(corpus)) run()
else console.warn(`SKIPPED: no corpus at ${corpus}`)
