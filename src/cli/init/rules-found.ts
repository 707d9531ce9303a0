/** Rule files and manifests that a repository holds already. */
import { RULES, readSource, sourcePaths } from '../../disk/read.ts'
import type { PrometheusRuleMeta, RuleFile, Source } from '../../model.ts'
import { mayHoldRules } from '../../parse/kind.ts'
import { parseRuleFile } from '../../parse/rules.ts'
import { parseYaml } from '../../yaml/index.ts'
import { commonMeta } from '../import/config.ts'

export interface RulesFound {
  /** Folders that hold rule files alone, and single files where others lie beside them. */
  readonly places: readonly string[]
  readonly files: number
  readonly alerts: number
  readonly records: number
  /** How many of the files are PrometheusRule manifests, and what all of them say of themselves. */
  readonly manifests: number
  readonly meta: PrometheusRuleMeta | undefined
  /** The names of the alerts. */
  readonly names: readonly string[]
  /** The annotations that carry their links, the most used first. */
  readonly keys: readonly string[]
  /** Addresses that their links begin with, and how many do, most first. */
  readonly bases: readonly (readonly [base: string, links: number])[]
  /** Unit-test files of promtool. */
  readonly tests: readonly string[]
}

/** Folders whose rules are nobody's: of tests, of other projects, of templates. */
const FOREIGN = /(?:^|\/)(?:vendor|third_party|testdata|node_modules|dist|charts|templates)\//

/** Files that are looked into; a repository with more has its rules named by hand. */
const MOST = 5000

export function findRules(root: string): RulesFound {
  const paths = sourcePaths(root, RULES)
    .paths.filter((path) => !FOREIGN.test(path))
    .slice(0, MOST)
  const sources = paths
    .map((path) => readSource(root, path, { within: true }))
    .filter((read): read is Source => 'text' in read)
  const files = sources.filter(mayHoldRules).map(parseRuleFile).filter(holdsRules)
  const rules = files.flatMap(({ groups }) => groups.flatMap(({ rules }) => rules))
  const alerts = rules.filter(({ alert }) => alert !== undefined)
  const links = alerts
    .flatMap(({ annotations }) => annotations)
    .filter(({ key }) => key.value === 'runbook' || key.value === 'runbook_url')
  const holders = new Set(files.map(({ source }) => source.path))
  return {
    places: placesOf(paths, holders),
    files: files.length,
    alerts: alerts.length,
    records: rules.length - alerts.length,
    manifests: files.filter(({ manifest }) => manifest).length,
    meta: commonMeta(files)?.meta,
    names: [...new Set(alerts.map(({ alert }) => alert!.value.value))],
    keys: counted(links.map(({ key }) => key.value)).map(([key]) => key),
    bases: counted(links.flatMap(({ value }) => baseOf(value.value))),
    tests: sources.filter(isTestFile).map(({ path }) => path),
  }
}

const holdsRules = ({ groups, diagnostics }: RuleFile): boolean =>
  groups.some(({ rules }) => rules.length > 0) && diagnostics.every(({ code }) => code !== 'yaml-syntax')

/** As promtool reads them: `rule_files:` and `tests:`. */
function isTestFile({ text }: Source): boolean {
  if (!/^["']?rule_files["']?[ \t]*:/m.test(text) || !/^["']?tests["']?[ \t]*:/m.test(text)) return false
  return parseYaml(text).root?.kind === 'map'
}

/** The folder of an address of the web, its last segment left out. */
function baseOf(link: string): string[] {
  const base = /^(https?:\/\/[^\s{}<>?#]+\/)[^\s/{}<>]*/i.exec(link.trim())?.[1]
  return base === undefined ? [] : [base]
}

function counted(values: readonly string[]): [string, number][] {
  const counts = new Map<string, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  return [...counts].sort((a, b) => b[1] - a[1])
}

/** The fewest names that stand for the rule files and for no other file of YAML. */
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
    // The folder that really holds them, not one far above it.
    if (isPure && (direct.length > 0 || below.length > 1)) return [folder]
    return [...direct, ...below.flatMap(cover)].sort()
  }
  return cover('')
}
