/** `alertbook.yml` → configuration and diagnostics. Every key is known, every wrong one has a place. */
import { CONFIG_KEYS, type ConfigKey } from './config-keys.ts'
import { readManifest } from './config-manifest.ts'
import { paramRanges, readParams } from './config-params.ts'
import { readPolicies } from './config-policies.ts'
import { readOverrides, readSeverities } from './config-severities.ts'
import type { Config, Diagnostic, HouseLink, Severity, StageCode } from './model.ts'
import { parseDuration } from './promql/duration.ts'
import { slotsIn } from './text/actions.ts'
import { camel } from './text/camel.ts'
import { nearest } from './text/nearest.ts'
import { isPlaceholder } from './text/placeholder.ts'
import type { Range, Source } from './text/source.ts'
import { entry, isNull, parseYaml, type YamlNode } from './yaml/index.ts'

type Values = Map<string, unknown>

/** The configuration of a project without `alertbook.yml`. */
export function defaultConfig(): Config {
  return assemble(new Map())
}

/**
 * Reads a configuration. `codes` are the checks there are; a key under `checks` must be one of them.
 * What is wrong keeps its default and is reported as an error. `params` is where each parameter is written.
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
  const report: Report = (range, code, message, hint, severity = 'error') => {
    diagnostics.push({ file, range, code, severity, message, ...(hint !== undefined && { hint }) })
  }
  const values: Values = new Map()
  if (document.root) {
    readMap(document.root, '', values, codes, report)
    needSource(document.root, values, report)
  }
  return { config: assemble(values), diagnostics, params: paramRanges(document.root) }
}

/** Links to Explore need the data source as well as the address: alone it would do nothing, in silence. */
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

type Report = (range: Range, code: StageCode, message: string, hint?: string, severity?: Severity) => void

const KEYS: ReadonlyMap<string, ConfigKey> = new Map(Object.entries(CONFIG_KEYS))

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
    )
    return
  }
  for (const { key, value } of node.entries) {
    if (key.kind !== 'scalar') {
      report(key.range, 'config-key', 'A key of the configuration must be a text')
      continue
    }
    const name = prefix + key.text.value
    const known = KEYS.get(name)
    if (known) {
      if (isNull(value)) continue
      const read = readValue(value, name, known, codes, report)
      if (read !== undefined) values.set(name, read)
    } else if ([...KEYS.keys()].some((other) => other.startsWith(`${name}.`))) {
      readMap(value, `${name}.`, values, codes, report)
    } else {
      unknownKey(key.range, prefix, key.text.value, report)
    }
  }
}

function unknownKey(range: Range, prefix: string, written: string, report: Report): void {
  const all = [...KEYS.keys()]
  const siblings = [
    ...new Set(
      all.filter((key) => key.startsWith(prefix)).map((key) => key.slice(prefix.length).split('.')[0]!),
    ),
  ]
  const near = nearest(written, siblings)
  const elsewhere = all.find((key) => key.split('.').at(-1) === written)
  const hint = near
    ? `did you mean \`${near}\`?`
    : elsewhere
      ? `write it as \`${elsewhere}\``
      : `one of ${siblings.join(', ')}`
  report(range, 'config-key', `The configuration has no key \`${prefix}${written}\``, hint)
}

function readValue(
  node: YamlNode,
  name: string,
  { kind, of = [] }: ConfigKey,
  codes: readonly string[],
  report: Report,
): unknown {
  const wrong = (range: Range, expected: string, hint?: string): undefined => {
    const found =
      node.kind === 'scalar'
        ? `\`${node.text.value.slice(0, 60)}\``
        : node.kind === 'seq'
          ? 'list'
          : 'mapping'
    report(range, 'config-value', `Unexpected ${found} for \`${name}\`, expected ${expected}`, hint)
    return undefined
  }
  const word = node.kind === 'scalar' ? node.text.value : undefined
  switch (kind) {
    case 'text':
      return word !== undefined && word !== '' ? word : wrong(node.range, 'a text')
    case 'words':
    case 'texts': {
      const items = node.kind === 'seq' ? node.items : [node]
      const bad = items.find((item) => item.kind !== 'scalar' || item.text.value === '')
      if (bad) return wrong(bad.range, 'a text or a list of texts')
      const texts = items.map((item) => (item.kind === 'scalar' ? item.text.value : ''))
      return kind === 'texts' ? texts : texts.map(wordsOf)
    }
    case 'flag':
      return node.kind === 'scalar' && node.tag === 'bool'
        ? word === 'true'
        : wrong(node.range, '`true` or `false`')
    case 'choice': {
      if (word !== undefined && of.includes(word)) return word
      const near = word === undefined ? undefined : nearest(word, of)
      return wrong(
        node.range,
        of.map((one) => `\`${one}\``).join(' or '),
        near && `did you mean \`${near}\`?`,
      )
    }
    case 'version':
      return word !== undefined && /^v?\d+\.\d+(\.\d+)?$/.test(word)
        ? word.replace(/^v/, '')
        : wrong(node.range, 'a version such as `"2.42"`', 'quote it: YAML reads 3.10 as the number 3.1')
    case 'duration':
      return word !== undefined && parseDuration(word).error === undefined
        ? word
        : wrong(node.range, 'a duration such as `30s` or `1m`')
    case 'size':
      return (
        (word === undefined ? undefined : sizeOf(word)) ??
        wrong(node.range, 'a size such as `512KB` or `16MB`')
      )
    case 'manifest':
      return readManifest(node, wrong)
    case 'url':
    case 'base':
      if (word !== undefined && isPlaceholder(word)) {
        const message = `\`${word}\` is an address from an example: \`${name}\` is still to be set`
        report(node.range, 'config-value', message, 'write your own address', 'warning')
      }
      return word !== undefined && isUrl(word)
        ? word.replace(/\/$/, '') + (kind === 'base' ? '/' : '')
        : wrong(node.range, 'an address that begins with `https://` or `http://`')
    case 'pairs': {
      if (node.kind !== 'map') return wrong(node.range, 'names and texts')
      const pairs: Record<string, string> = {}
      for (const { key, value } of node.entries) {
        if (key.kind !== 'scalar' || value.kind !== 'scalar') return wrong(value.range, 'names and texts')
        pairs[key.text.value] = value.text.value
      }
      return pairs
    }
    case 'params':
      return readParams(node, name, report)
    case 'policies':
      return readPolicies(node, name, report)
    case 'links':
      return readLinks(node, name, report)
    case 'severities':
      return readSeverities(node, name, codes, report)
    case 'overrides':
      return readOverrides(node, name, codes, report)
  }
}

const LINK_KEYS = ['title', 'url', 'when']

/** A list of links; entries that cannot be read are reported and left out. */
function readLinks(node: YamlNode, name: string, report: Report): HouseLink[] {
  const wrong = (range: Range): undefined => {
    report(range, 'config-value', `\`${name}\` is a list of links, each with \`title\` and \`url\``)
    return undefined
  }
  if (node.kind !== 'seq') {
    wrong(node.range)
    return []
  }
  return node.items.flatMap((item) => {
    if (item.kind !== 'map') return wrong(item.range) ?? []
    const texts = new Map<string, readonly string[]>()
    for (const { key, value } of item.entries) {
      const word = key.kind === 'scalar' ? key.text.value : ''
      const parts = value.kind === 'seq' ? value.items : [value]
      if (!LINK_KEYS.includes(word)) unknownKey(key.range, `${name}.`, word, report)
      texts.set(
        word,
        parts.map((part) => (part.kind === 'scalar' ? part.text.value : '')),
      )
    }
    const [title = ''] = texts.get('title') ?? []
    const [url = ''] = texts.get('url') ?? []
    if (title === '' || !/^https?:\/\//i.test(url)) return wrong(item.range) ?? []
    const slots = slotsIn(url).map(({ label }) => label)
    return [{ title, url, when: [...new Set([...(texts.get('when') ?? []), ...slots])] }]
  })
}

/** Bytes of a size as Prometheus writes it (`body_size_limit`); undefined for none, and for more than 1 GB. */
function sizeOf(text: string): number | undefined {
  const [, amount, unit] = /^(\d{1,9})\s*(KB|KiB|MB|MiB|GB|GiB)$/i.exec(text) ?? []
  if (amount === undefined || unit === undefined) return undefined
  const bytes = Number(amount) * 1024 ** ('KMG'.indexOf(unit[0]!.toUpperCase()) + 1)
  return bytes > 0 && bytes <= 1 << 30 ? bytes : undefined
}

function isUrl(text: string): boolean {
  return /^https?:\/\//i.test(text) && URL.canParse(text)
}

const wordsOf = (text: string): string[] =>
  text
    .toLowerCase()
    .split(/[\s,]+/)
    .filter(Boolean)

/** Every row of the table is a property, as its type says. */
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
