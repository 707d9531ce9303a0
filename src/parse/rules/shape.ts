/**
 * Whether a YAML tree is a rule block: exactly, nearly, or not at all. Near misses are always reported, because an
 * alert that silently does not deploy is the worst outcome there is. YAML that clearly belongs to another tool is never
 * reported.
 */
import type { Range } from '../../model.ts'
import { RULE_FIELDS } from '../../rule-fields.ts'
import { nearest } from '../../text/nearest.ts'
import { strangeWords } from '../../text/strange.ts'
import {
  entry,
  textOf,
  type YamlEntry,
  type YamlMap,
  type YamlNode,
  type YamlScalar,
} from '../../yaml/index.ts'

/** Why a tree is a near miss, and the key to blame. */
export interface NearMiss {
  readonly range: Range
  readonly message: string
  readonly hint: string
  /** The key is misspelt rather than missing, which happens only in rules. */
  readonly misspelt?: true
}

export type BlockShape =
  | { readonly shape: 'rule' | 'rules' | 'groups' }
  | { readonly shape: 'near'; readonly misses: readonly NearMiss[] }
  | { readonly shape: 'other' }

const OTHER: BlockShape = { shape: 'other' }

/** Determines the shape of a tree. */
export function shapeOf(root: YamlNode | null): BlockShape {
  if (root === null) return OTHER
  if (root.kind === 'scalar') return shapeOfText(root)
  if (root.kind === 'seq') return shapeOfList(root.items)
  const kind = textOf(at(root, 'kind'))
  if (kind !== undefined && at(root, 'apiVersion') !== undefined) return shapeOfManifest(root, kind)
  if (at(root, 'groups') !== undefined) return shapeOfGroups(root)
  const judged = judge(root)
  if (judged.verdict === 'rule') return { shape: 'rule' }
  if (judged.verdict === 'near') return near(judged.miss)
  return shapeOfHalfDocument(root)
}

function near(...misses: NearMiss[]): BlockShape {
  return { shape: 'near', misses }
}

/** To YAML, `alert:Down` on one line and `expr:up` on the next are one text. */
function shapeOfText({ text, range }: YamlScalar): BlockShape {
  if (/^\s*ALERT\s+\w+\s+IF\s/.test(text.value))
    return near({
      range,
      message: 'This rule uses the syntax of Prometheus 1: it is not compiled',
      hint: hintOr('write `alert: …`, `expr: …` and `for: …` on lines of their own'),
      misspelt: true,
    })
  const glued = /(?:^|\s)(alert|record)(?::\S| ?=|[ \t]*\uFF1A)/.exec(text.value)?.[1]
  if (glued === undefined || !/(?:^|\s)expr\s?[:=\uFF1A]/.test(text.value)) return OTHER
  const message = `\`${glued}\` is not a key, because no colon and space follow it: the rule is not compiled`
  return near({ range, message, hint: hintOr(`write \`${glued}: …\``), misspelt: true })
}

// ── One rule ────────────────────────────────────────────────────────────────────────────────────────

type Verdict = { readonly verdict: 'rule' | 'other' } | { readonly verdict: 'near'; readonly miss: NearMiss }

const NAMES: readonly string[] = RULE_FIELDS.map(({ name }) => name)

/** Names of the fields in other tools. */
const SYNONYMS: Readonly<Record<string, string>> = {
  alertname: 'alert',
  alert_name: 'alert',
  expression: 'expr',
  promql: 'expr',
  query: 'expr',
}

/** The field that an author probably meant: the nearest, one with the same letters in another order, or a synonym. */
function meantBy(word: string): string | undefined {
  const letters = (text: string): string => [...text].sort().join('')
  const lower = word.toLowerCase()
  return (
    nearest(word, NAMES) ??
    NAMES.find((field) => letters(field) === letters(lower)) ??
    (Object.hasOwn(SYNONYMS, lower) ? SYNONYMS[lower] : undefined)
  )
}

/** Judges a mapping by its keys: a name and an expression make a rule; one of them with related keys is a near miss. */
function judge(map: YamlMap): Verdict {
  const named = entry(map, 'alert') ?? entry(map, 'record')
  const expr = entry(map, 'expr')
  if (named !== undefined && expr !== undefined) return { verdict: isCollection(named) ? 'other' : 'rule' }
  const strangers = map.entries.filter((entry) => !NAMES.includes(nameOf(entry) ?? ''))
  const kin = strangers.map((entry) => ({ entry, meant: meantBy(nameOf(entry) ?? '') }))
  const present = new Set(map.entries.map(nameOf))
  const misspelt = kin.find(({ meant }) => meant !== undefined && !present.has(meant))
  const foreign = kin.filter(({ meant }) => meant === undefined).length
  const known = map.entries.length - strangers.length
  // Only a rule waits for an expression: beside `for`, a key of another name is a slip.
  const waits = entry(map, 'for') !== undefined || entry(map, 'keep_firing_for') !== undefined
  // Where keys of another tool are the majority, the YAML is that tool's, such as a dashboard with `expr`.
  if (foreign >= known + (kin.length - foreign)) return { verdict: 'other' }
  // An option that happens to be called so: `alert: true`.
  if (named?.value.kind === 'scalar' && named.value.tag === 'bool' && known === 1) return { verdict: 'other' }
  if (named !== undefined && !isCollection(named)) {
    const complete = foreign === 0 && kin.length === 0 && known > 1
    if (complete) return { verdict: 'rule' }
    return foreign > 0 && misspelt === undefined && !waits
      ? { verdict: 'other' }
      : missing(named, 'expr', misspelt)
  }
  if (expr !== undefined && !isCollection(expr)) {
    return foreign > 0 && misspelt === undefined && !waits
      ? { verdict: 'other' }
      : missing(expr, 'alert', misspelt)
  }
  const names = new Set(kin.map(({ meant }) => meant))
  const bothMisspelt = names.has('expr') && (names.has('alert') || names.has('record'))
  return bothMisspelt ? missing(map.entries[0]!, 'alert', misspelt) : { verdict: 'other' }
}

function missing(
  at: YamlEntry,
  field: 'alert' | 'expr',
  misspelt: { entry: YamlEntry; meant: string | undefined } | undefined,
): Verdict {
  if (misspelt?.meant !== undefined) {
    const written = nameOf(misspelt.entry)
    const strange = strangeWords(written ?? '')
    const message = strange
      ? `\`${written}\` contains ${strange}, and so is not \`${misspelt.meant}\`: the rule is not compiled`
      : `\`${written}\` looks like a misspelt \`${misspelt.meant}\`: the rule is not compiled`
    return {
      verdict: 'near',
      miss: {
        range: misspelt.entry.key.range,
        message,
        hint: hintOr(`write \`${misspelt.meant}\``),
        misspelt: true,
      },
    }
  }
  const what = field === 'expr' ? '`expr`' : '`alert` or `record`'
  const message = `This rule has no ${what}: it is not compiled`
  return { verdict: 'near', miss: { range: at.key.range, message, hint: hintOr(`add ${what}`) } }
}

function hintOr(hint: string): string {
  return `${hint}, or mark the block \`example\` if it is not a rule`
}

// ── Lists and documents ─────────────────────────────────────────────────────────────────────────────

function shapeOfList(items: readonly YamlNode[]): BlockShape {
  const verdicts = items.filter((item) => item.kind === 'map').map(judge)
  if (verdicts.some(({ verdict }) => verdict === 'rule')) return { shape: 'rules' }
  const misses = verdicts.flatMap((verdict) => (verdict.verdict === 'near' ? [verdict.miss] : []))
  if (misses.length > 0) return near(...misses)
  const group = items.find((item) => item.kind === 'map' && holdsRules(at(item, 'rules')))
  return group === undefined ? OTHER : near(notGroups(group, 'This list of groups has no `groups:` above it'))
}

/** Whether a node is a list that contains a rule or a near miss. */
function holdsRules(node: YamlNode | undefined): boolean {
  if (node?.kind !== 'seq') return false
  const shape = shapeOfList(node.items)
  return shape.shape === 'rules' || (shape.shape === 'near' && node.items.some((item) => item.kind === 'map'))
}

function notGroups(node: YamlNode, message: string): NearMiss {
  const range = node.kind === 'map' ? node.entries[0]!.key.range : node.range
  return {
    range,
    message: `${message}: its rules are not compiled`,
    hint: hintOr('begin the block with `groups:`'),
  }
}

/** A document with `groups:`: a rule block if a group has rules, or if its groups have names and nothing else. */
function shapeOfGroups(root: YamlMap): BlockShape {
  const value = at(root, 'groups')
  if (value?.kind === 'map') return shapeOfMappedGroups(entry(root, 'groups')!, value)
  if (value?.kind !== 'seq') return OTHER
  const maps = value.items.filter((item) => item.kind === 'map')
  if (maps.some((group) => holdsRules(at(group, 'rules')))) return { shape: 'groups' }
  for (const group of maps) {
    const rules = entry(group, 'rules')
    if (rules?.value.kind === 'map' && judge(rules.value).verdict !== 'other')
      return near({
        range: rules.key.range,
        message: '`rules` is not a list: its rule is not compiled',
        hint: hintOr('write `- ` before the first key of each rule'),
      })
  }
  const misspelt = maps.flatMap((group) =>
    group.entries.filter((entry) => nearest(nameOf(entry) ?? '', ['rules']) && holdsRules(entry.value)),
  )[0]
  if (misspelt !== undefined) {
    const message = `\`${nameOf(misspelt)}\` looks like a misspelt \`rules\`: its rules are not compiled`
    return near({ range: misspelt.key.range, message, hint: hintOr('write `rules`') })
  }
  const bare = maps.every((group) => at(group, 'name') !== undefined && isEmptyList(at(group, 'rules')))
  return maps.length > 0 && bare && root.entries.length === 1 ? { shape: 'groups' } : OTHER
}

/** `groups:` with one group, or with groups by name, as a mapping. */
function shapeOfMappedGroups({ key }: YamlEntry, groups: YamlMap): BlockShape {
  const isGroup = (node: YamlNode): boolean =>
    holdsRules(node) || (node.kind === 'map' && holdsRules(at(node, 'rules')))
  if (!isGroup(groups) && !groups.entries.some(({ value }) => isGroup(value))) return OTHER
  return near({
    range: key.range,
    message: '`groups` is not a list: its rules are not compiled',
    hint: hintOr('write `- name: …` for each group, and `rules:` below it'),
  })
}

function isEmptyList(node: YamlNode | undefined): boolean {
  return node === undefined || (node.kind === 'seq' && node.items.length === 0)
}

/** Keys above a rule or a list of rules that only a rule block would have there. */
const HEADINGS: ReadonlySet<string> = new Set([
  'alert',
  'alerts',
  'alerting',
  'record',
  'records',
  'rule',
  'recording',
])

/** `rules:` alone, a misspelt `groups:`, or another key above the rules. */
function shapeOfHalfDocument(root: YamlMap): BlockShape {
  const heading = root.entries.find(
    ({ key, value }) =>
      key.kind === 'scalar' &&
      HEADINGS.has(key.text.value) &&
      (holdsRules(value) || (value.kind === 'map' && judge(value).verdict === 'rule')),
  )
  if (heading !== undefined) {
    const message = `This rule is below \`${nameOf(heading)}:\`, where Prometheus reads none: it is not compiled`
    return near({
      range: heading.key.range,
      message,
      hint: hintOr(`remove \`${nameOf(heading)}:\` and indent the rest less`),
    })
  }
  const spec = at(root, 'spec')
  // The part of a manifest that somebody copied.
  if (spec?.kind === 'map' && at(spec, 'groups') !== undefined && shapeOfGroups(spec).shape !== 'other')
    return near({
      range: entry(root, 'spec')!.key.range,
      message: 'These rules are below `spec:`, as in a manifest: they are not compiled',
      hint: hintOr('keep only the part from `groups:` on, and indent it less'),
    })
  if (holdsRules(at(root, 'rules'))) return near(notGroups(root, 'These `rules` are not in a group'))
  for (const entry of root.entries) {
    const { value } = entry
    const holds =
      value.kind === 'seq' && value.items.some((item) => item.kind === 'map' && holdsRules(at(item, 'rules')))
    if (!holds) continue
    const message = `\`${nameOf(entry)}\` is where \`groups\` belongs: its rules are not compiled`
    return near({ range: entry.key.range, message, hint: hintOr('write `groups`') })
  }
  return OTHER
}

/**
 * A whole rule deeper in a tree that is no rule block: in values of Helm, in a patch, in a list of a list, as the text
 * of a `ConfigMap`. `range`: where it begins.
 */
export function buriedRule(root: YamlNode | null): Range | undefined {
  const open = root ? [root] : []
  for (let node = open.shift(), seen = 0; node !== undefined && seen < 10_000; node = open.shift(), seen++) {
    if (node.kind === 'scalar') {
      if (node.style === 'literal' && BURIED_NAME.test(node.text.value) && BURIED_EXPR.test(node.text.value))
        return node.range
    } else if (node.kind === 'seq') open.push(...node.items)
    else if (isWhole(node)) return node.entries[0]!.key.range
    else open.push(...node.entries.map(({ value }) => value))
  }
  return undefined
}

const BURIED_NAME = /^[ \t]*-[ \t]+(?:alert|record):[ \t]+\S/m
const BURIED_EXPR = /^[ \t]*(?:-[ \t]+)?expr:/m

/** A name, an expression, and nothing that a rule has not. */
const isWhole = (map: YamlMap): boolean => {
  // Others have things with a name and an expression too, but none that waits.
  const named = at(map, 'for') === undefined ? undefined : entry(map, 'name')
  const name = entry(map, 'alert') ?? entry(map, 'record') ?? named
  return (
    name?.value.kind === 'scalar' &&
    at(map, 'expr')?.kind === 'scalar' &&
    map.entries.every((entry) => NAMES.includes(nameOf(entry) ?? '') || entry === name)
  )
}

function shapeOfManifest(root: YamlMap, kind: string): BlockShape {
  if (kind !== 'PrometheusRule') return OTHER
  const { range } = entry(root, 'kind')!
  const message = 'This `PrometheusRule` manifest is not compiled: a runbook contains only the rules'
  return near({
    range,
    message,
    hint: hintOr('keep only the part from `groups:` on, or move the manifest to a rule file'),
  })
}

// ── Keys ────────────────────────────────────────────────────────────────────────────────────────────

const nameOf = ({ key }: YamlEntry): string | undefined => textOf(key)

/** Null too, unlike `valueAt`. */
const at = (map: YamlMap, key: string): YamlNode | undefined => entry(map, key)?.value

const isCollection = ({ value }: YamlEntry): boolean => value.kind !== 'scalar'
