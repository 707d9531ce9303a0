/** Rule files and manifests already in a repository. */
import { RULES, sourcePaths } from '../../disk/read.ts'
import { readSources } from '../../disk/read-source.ts'
import type { PrometheusRuleMeta, RuleFile, Source } from '../../model.ts'
import { hasTopKey, isUnitTest, mayHoldRules } from '../../parse/kind.ts'
import { parseRuleFile } from '../../parse/rules/rule-file.ts'
import { parseExpr } from '../../promql/index.ts'
import { isLogQL } from '../../promql/logql.ts'
import { isForThanos, LINK_ANNOTATIONS } from '../../rule-fields.ts'
import { excluderOf } from '../../text/exclude.ts'
import { groupBy, mostFrequent } from '../../text/group-by.ts'
import { parseYaml } from '../../yaml/index.ts'
import { commonMeta } from '../import/config.ts'
import { TEMPLATES, type Unread, unreadRules } from './rules-unread.ts'

export interface RulesFound {
  /** Folders with rule files only, and single files that are among others. */
  readonly places: readonly string[]
  readonly files: number
  readonly alerts: number
  readonly records: number
  /** How many of the files are PrometheusRule manifests, and the metadata that they share. */
  readonly manifests: number
  readonly meta: PrometheusRuleMeta | undefined
  /** Names of the alerts. */
  readonly names: readonly string[]
  /** Annotations that carry their links, most frequent first. */
  readonly keys: readonly string[]
  /** Their links, as written. */
  readonly links: readonly string[]
  /** What has to load them: some groups say what only Thanos understands. */
  readonly target: 'prometheus' | 'thanos'
  /** Base addresses of their links with the number of links, most frequent first. */
  readonly bases: readonly (readonly [base: string, links: number])[]
  /** Files with rules that Prometheus does not load: alerts that Grafana manages, rules of Loki. */
  readonly others: readonly string[]
  /** Files with rules that tests compare with what a tool makes. */
  readonly golden: readonly string[]
  /** Files with rules that another program has to read first. */
  readonly unread: readonly Unread[]
  /** Patterns that name promtool's unit-test files and no other YAML file, or the files themselves. */
  readonly tests: readonly string[]
  readonly testFiles: readonly string[]
}

/** Folders whose rules are not deployed from here. */
const FOREIGN = /(?:^|\/)(?:vendor|third_party|testdata|node_modules|dist)\//

/** Folders of templates: what is in them is no rule file yet. */
const FILLED = /(?:^|\/)templates\//

/** Folders with what a tool is expected to make: nobody deploys that from here. */
const GOLDEN = /(?:^|\/)(?:goldens?|fixtures|expected|__snapshots__|snapshots)\//

/** Folders whose rules are probably there to be tried, or those of other projects, if there are others. */
const TRIED = /(?:^|\/)(?:tests?|e2e|charts)\//

/** Most files examined; in a larger repository the rules have to be named by hand. */
const MOST = 5000

const NAMED_LIKE_RULES = new RegExp(`${RULES.source}|${TEMPLATES.source}`, 'i')

export function findRules(root: string): RulesFound {
  const all = sourcePaths(root, NAMED_LIKE_RULES).paths.filter((path) => !FOREIGN.test(path))
  const isFilled = (path: string): boolean => FILLED.test(path) || !RULES.test(path)
  const paths = all.filter((path) => !isFilled(path)).slice(0, MOST)
  const sources = readSources(root, paths, { within: true })
  const readable = sources.filter(mayHoldRules).map(parseRuleFile).filter(isReadable)
  const filled = readable.filter(({ groups }) => groups.some(({ rules }) => rules.length > 0))
  const loaded = filled.filter(isForPrometheus)
  const own = loaded.filter(({ source }) => !GOLDEN.test(source.path))
  const deployed = own.filter(({ source }) => !TRIED.test(source.path))
  const files = deployed.length > 0 ? deployed : own
  const rules = files.flatMap(({ groups }) => groups.flatMap(({ rules }) => rules))
  const alerts = rules.filter(({ alert }) => alert !== undefined)
  const links = alerts
    .flatMap(({ annotations }) => annotations)
    .filter(({ key }) => LINK_ANNOTATIONS.includes(key.value))
  const tests = new Set(sources.filter(isTestFile).map(({ path }) => path))
  // An empty rule file among others is one of them.
  const bare = new Set(sources.filter(isBareRuleFile).map(({ path }) => path))
  const empty = readable.filter(
    (file) => files.length > 0 && !filled.includes(file) && bare.has(file.source.path),
  )
  const readPaths = new Set(filled.map(({ source }) => source.path))
  const isRead = (path: string): boolean => readPaths.has(path) || tests.has(path)
  const templates = readSources(root, all.filter(isFilled).slice(0, MOST), { within: true })
  const holders = new Set([...files, ...empty].map(({ source }) => source.path))
  // Tests may be beside the rules that they test.
  const beside = paths.filter((path) => !tests.has(path))
  return {
    places: placesOf(beside, holders),
    others: filled.filter((file) => !loaded.includes(file)).map(({ source }) => source.path),
    golden: loaded.filter((file) => !own.includes(file)).map(({ source }) => source.path),
    unread: unreadRules([...sources, ...templates], isRead),
    files: files.length,
    alerts: alerts.length,
    records: rules.length - alerts.length,
    manifests: files.filter(({ manifest }) => manifest).length,
    meta: commonMeta(files)?.meta,
    names: [...new Set(alerts.map(({ alert }) => alert!.value.value))],
    links: links.map(({ value }) => value.value),
    target: files.some(({ groups }) => isForThanos(groups)) ? 'thanos' : 'prometheus',
    keys: mostFrequent(links.map(({ key }) => key.value)).map(([key]) => key),
    bases: mostFrequent(links.flatMap(({ value }) => baseOf(value.value))),
    tests: patternsOf([...tests], paths),
    testFiles: [...tests],
  }
}

const isReadable = ({ diagnostics }: RuleFile): boolean =>
  diagnostics.every(({ code }) => code !== 'yaml-syntax')

/** Whether it has a rule that Prometheus might load, and none of Loki. */
function isForPrometheus({ groups }: RuleFile): boolean {
  const rules = groups.flatMap((group) => group.rules)
  return (
    rules.some(({ alert, record, expr }) => alert ?? record ?? expr) &&
    !rules.some(({ expr }) => expr && isLogQL(expr.value.value, parseExpr(expr.value.value).problems))
  )
}

/** Whether it is a rule file, with rules or without, and no manifest. */
const isBareRuleFile = ({ text }: Source): boolean =>
  hasTopKey(text, 'groups') && !hasTopKey(text, 'apiVersion')

/** Whether promtool would read it. */
const isTestFile = (source: Source): boolean =>
  isUnitTest(source) && parseYaml(source.text).root?.kind === 'map'

/** The folder of a web address: everything but the last segment. */
function baseOf(link: string): string[] {
  const base = /^(https?:\/\/[^\s{}<>?#]+\/)[^\s/{}<>]*/i.exec(link.trim())?.[1]
  return base === undefined ? [] : [base]
}

/** The fewest names that cover the rule files and no other YAML files. */
function placesOf(paths: readonly string[], holders: ReadonlySet<string>): string[] {
  const within = (folder: string, all: Iterable<string>): string[] =>
    [...all].filter((path) => folder === '' || path.startsWith(`${folder}/`))
  const cover = (folder: string): string[] => {
    const own = within(folder, holders)
    if (own.length === 0) return []
    const direct = own.filter((path) => !path.slice(folder === '' ? 0 : folder.length + 1).includes('/'))
    const below = [
      ...new Set(
        own
          .filter((path) => !direct.includes(path))
          .map((path) => {
            const rest = path.slice(folder === '' ? 0 : folder.length + 1)
            return `${folder === '' ? '' : `${folder}/`}${rest.slice(0, rest.indexOf('/'))}`
          }),
      ),
    ]
    const isPure = folder !== '' && within(folder, paths).length === own.length
    // The folder that directly contains them, not one far above.
    if (isPure && (direct.length > 0 || below.length > 1)) return [folder]
    return [...direct, ...below.flatMap(cover)].sort()
  }
  return cover('')
}

/** One pattern for all tests of a folder that are called alike, where it names no other file: `rules/*_test.yml`. */
function patternsOf(tests: readonly string[], paths: readonly string[]): string[] {
  const byPattern = groupBy(tests, (path) => {
    const [, start = '', end = ''] = /^(.*?)([._-]tests?\.ya?ml)$/i.exec(path) ?? []
    return end === '' ? path : `${start.slice(0, start.lastIndexOf('/') + 1)}*${end}`
  })
  return [...byPattern].flatMap(([pattern, files]) => {
    const isNamed = excluderOf([pattern])
    return files.length > 1 && paths.filter(isNamed).length === files.length ? [pattern] : files
  })
}
