/** `alertbook.yml` → configuration and diagnostics. Every key is known; every error has a place. */
import type { Config, Diagnostic } from '../model.ts'
import { camel } from '../text/camel.ts'
import { didYouMean } from '../text/nearest.ts'
import type { Range, Source } from '../text/source.ts'
import { entry, isNull, parseYaml, type YamlNode } from '../yaml/index.ts'
import { CONFIG_KEYS, type ConfigKey } from './keys.ts'
import { paramRanges } from './params.ts'
import { type Report, reportIn } from './report.ts'
import { readValue } from './value.ts'

type Values = Map<string, unknown>

/** The configuration without an `alertbook.yml`. */
export function defaultConfig(): Config {
  return assemble(new Map())
}

/**
 * Reads a configuration. `codes`: the existing checks; keys under `checks` must be among them. An invalid value keeps
 * its default and is reported as an error. `params`: where each parameter is written.
 */
export function readConfig(
  source: Source,
  codes: readonly string[],
): { config: Config; diagnostics: Diagnostic[]; params: ReadonlyMap<string, Range> } {
  const file = source.path
  const document = parseYaml(source.text)
  const diagnostics: Diagnostic[] = document.problems.map(({ related, ...problem }) => ({
    ...problem,
    file,
    severity: 'error',
    ...(related && { related: [{ file, ...related }] }),
  }))
  const report = reportIn(file, diagnostics)
  const values: Values = new Map()
  if (document.root) {
    readMap(document.root, '', values, codes, report)
    needSource(document.root, values, report)
  }
  return { config: assemble(values), diagnostics, params: paramRanges(document.root) }
}

/** Links to Explore need the data source besides the address: the address alone would silently do nothing. */
function needSource(root: YamlNode, values: Values, report: Report): void {
  if (!values.has('actions.grafana') || values.has('actions.grafana_source')) return
  const actions = root.kind === 'map' ? entry(root, 'actions')?.value : undefined
  const grafana = actions?.kind === 'map' ? entry(actions, 'grafana') : undefined
  report(
    (grafana ?? root).range,
    'config-value',
    '`actions.grafana` shows no link without `actions.grafana_source`',
    'add `grafana_source:` with the uid of the Prometheus data source in Grafana',
  )
}

const KEYS: ReadonlyMap<string, ConfigKey> = new Map(Object.entries(CONFIG_KEYS))

/** The parents of keys, each with the names below it; `''` is above all. */
const CHILDREN: ReadonlyMap<string, readonly string[]> = childrenOf([...KEYS.keys()])

/** By its last part, the first key that ends in it. */
const ELSEWHERE: ReadonlyMap<string, string> = new Map(
  [...KEYS.keys()].map((name): [string, string] => [name.slice(name.lastIndexOf('.') + 1), name]).reverse(),
)

function childrenOf(names: readonly string[]): Map<string, string[]> {
  const children = new Map<string, string[]>()
  for (const name of names) {
    const dot = name.lastIndexOf('.')
    const [parent, child] = [name.slice(0, Math.max(dot, 0)), name.slice(dot + 1)]
    if (parent !== '' && !children.has(parent)) children.set('', [...(children.get('') ?? []), parent])
    children.set(parent, [...(children.get(parent) ?? []), child])
  }
  return children
}

function readMap(
  node: YamlNode,
  prefix: string,
  values: Values,
  codes: readonly string[],
  report: Report,
): void {
  if (isNull(node)) return
  if (node.kind !== 'map') {
    const name = prefix ? `\`${prefix.slice(0, -1)}\`` : 'the configuration'
    report(
      node.range,
      'config-value',
      `Unexpected ${node.kind === 'seq' ? 'list' : 'text'} for ${name}, expected a mapping`,
      prefix
        ? `write its keys below \`${prefix.slice(0, -1)}:\`, indented`
        : 'write keys such as `site:`, each with a colon',
    )
    return
  }
  for (const { key, value } of node.entries) {
    if (key.kind !== 'scalar') {
      report(key.range, 'config-key', 'A key of the configuration must be a string')
      continue
    }
    const name = prefix + key.text.value
    const known = KEYS.get(name)
    if (known) {
      if (isNull(value)) continue
      const read = readValue(value, name, known, codes, report)
      if (read !== undefined) values.set(name, read)
    } else if (CHILDREN.has(name)) {
      readMap(value, `${name}.`, values, codes, report)
    } else {
      unknownKey(key.range, prefix, key.text.value, report)
    }
  }
}

/** What other tools call a key. */
const SYNONYMS: ReadonlyMap<string, string> = new Map([
  ['base_url', 'site.url'],
  ['baseUrl', 'site.url'],
  ['baseURL', 'site.url'],
  ['rule_files', 'rules'],
  ['ignore', 'exclude'],
  ['levels', 'severities'],
])

function unknownKey(range: Range, prefix: string, written: string, report: Report): void {
  const siblings = CHILDREN.get(prefix.replace(/\.$/, ''))!
  const section = CHILDREN.has(written) ? written : undefined
  const dotted = [written.replace('_', '.'), SYNONYMS.get(written)].find((key) => key && KEYS.has(key))
  const elsewhere = section ?? dotted ?? ELSEWHERE.get(written)
  const hint =
    didYouMean(written, siblings) ??
    (elsewhere ? `write it as \`${elsewhere}\`` : `use one of ${siblings.join(', ')}`)
  report(range, 'config-key', `The configuration has no key \`${prefix}${written}\``, hint)
}

/** Every row of the table becomes a property, as the type says. */
function assemble(values: Values): Config {
  const config: Record<string, unknown> = {}
  for (const [name, { default: usual }] of KEYS) {
    const [section, leaf] = name.split('.') as [string, string | undefined]
    const value = values.has(name) ? values.get(name) : usual
    if (leaf === undefined) config[camel(section)] = value
    else config[section] = { ...(config[section] as object | undefined), [camel(leaf)]: value }
  }
  return config as unknown as Config
}
