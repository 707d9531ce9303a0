/**
 * Rule files and rule blocks: YAML → groups and rules as written. Independent of the configuration; errors beyond the
 * shape are left to `verify/`.
 */
import type { Diagnostic, Ignore, ObjectMeta, Range, RuleFile, RuleGroup, Source } from '../../model.ts'
import { mayUseParams } from '../../text/params.ts'
import {
  entry,
  isNull,
  pairsOf,
  parseYamlDocuments,
  textOf,
  valueAt,
  type YamlDocument,
  type YamlMap,
  type YamlNode,
} from '../../yaml/index.ts'
import { yamlDiagnostics } from '../yaml-diagnostics.ts'
import { cutValues } from './cut-values.ts'
import { type ReadGroups, type RuleReader, readGroups, readRule, readRules, reportShape } from './fields.ts'
import { readRuleIgnores } from './ignores.ts'
import { shapeOf } from './shape.ts'

// ── Rule files ──────────────────────────────────────────────────────────────────────────────────────

/**
 * Parses a hand-written rule file: a document with `groups:`, or Kubernetes manifests with `PrometheusRule` objects
 * among them (several documents, and lists of objects). Never throws; errors are in `diagnostics`.
 */
export function parseRuleFile(source: Source): RuleFile {
  const { path, text } = source
  const documents = parseYamlDocuments(text)
  const first = documents[0]!
  const objects = documents.flatMap(({ root }) => manifestsIn(root))
  const reader: RuleReader = { file: path, diagnostics: [] }
  const isManifest = objects.length > 0
  const read = isManifest ? readManifests(reader, objects) : readGroups(reader, first.root)
  const used = isManifest ? documents : [first]
  const content = first.root?.range
  const { ignores, diagnostics } = readRuleIgnores(
    text,
    used.flatMap(commentsOf),
    { whole: { start: 0, end: text.length }, content, groups: read.groups, bare: false },
    path,
  )
  const cut = cutValues(text, used.flatMap(commentsOf), read.groups, path)
  const yaml = used.flatMap((document) => yamlDiagnostics(document, path))
  const more = isManifest ? [] : [...refusedAhead(documents, path), ...furtherDocuments(first, path)]
  return {
    kind: 'rules',
    source: { path },
    groups: read.groups,
    unknown: read.unknown,
    ...(isManifest ? { manifest: true, objects: objects.map(metaOf) } : {}),
    ignores,
    ...(mayUseParams(text) && { asks: [] }),
    diagnostics: [...yaml, ...reader.diagnostics, ...cut, ...diagnostics, ...more],
  }
}

/** The comments of one document: the YAML reader looks slightly into the next. */
function commentsOf({ comments, more }: YamlDocument): readonly Range[] {
  const end = more[0]?.start
  return end === undefined ? comments : comments.filter(({ start }) => start < end)
}

/** What Prometheus refuses of the second document, two tokens of which are read with the first. */
function refusedAhead([first, second]: readonly YamlDocument[], file: string): Diagnostic[] {
  const start = first?.ahead
  if (start === undefined) return []
  const [problem] = second ? yamlDiagnostics(second, file) : []
  if (problem) return [problem]
  return [
    {
      file,
      range: { start, end: start + 1 },
      code: 'yaml-syntax',
      severity: 'error',
      message: 'Prometheus reads the beginning of the second document as well, and refuses this',
      hint: 'correct it, or remove the document',
    },
  ]
}

/** `rulefmt` reads the first document of a file and only logs that there are others. */
function furtherDocuments({ more }: YamlDocument, file: string): Diagnostic[] {
  return more.slice(0, 1).map((range) => ({
    file,
    range,
    code: 'yaml-documents',
    severity: 'warning',
    message: 'Prometheus loads only the first YAML document of a file, not this one',
    hint: 'put all groups under one `groups:`, or use one file for each document',
  }))
}

// ── Manifests ───────────────────────────────────────────────────────────────────────────────────────

const textAt = (map: YamlMap, key: string): string => textOf(valueAt(map, key)) ?? ''

/** The `PrometheusRule` objects of a document, including those in a `List`. */
function manifestsIn(root: YamlNode | null): YamlMap[] {
  if (root?.kind !== 'map' || textAt(root, 'apiVersion') === '') return []
  const kind = textAt(root, 'kind')
  if (kind === 'PrometheusRule') return [root]
  if (kind !== 'List' && kind !== 'PrometheusRuleList') return []
  const items = valueAt(root, 'items')
  return items?.kind === 'seq' ? items.items.flatMap((item) => manifestsIn(item)) : []
}

/** The metadata of an object, as far as they are texts. */
function metaOf(object: YamlMap): ObjectMeta {
  const metadata = valueAt(object, 'metadata')
  if (metadata?.kind !== 'map') return { labels: [], annotations: [] }
  const name = textAt(metadata, 'name')
  const namespace = textAt(metadata, 'namespace')
  return {
    ...(name !== '' && { name }),
    ...(namespace !== '' && { namespace }),
    labels: pairsOf(valueAt(metadata, 'labels')),
    annotations: pairsOf(valueAt(metadata, 'annotations')),
  }
}

function readManifests(reader: RuleReader, objects: readonly YamlMap[]): ReadGroups {
  const read = objects.map((object, index): ReadGroups => {
    const spec = entry(object, 'spec')
    if (spec === undefined) {
      reportShape(reader, object.range, 'The `PrometheusRule` has no `spec`, which holds the groups')
      return { groups: [], unknown: [] }
    }
    const { groups, unknown } = readGroups(reader, spec.value, 'PrometheusRuleSpec')
    return { groups: groups.map((group): RuleGroup => ({ ...group, object: index })), unknown }
  })
  return { groups: read.flatMap(({ groups }) => groups), unknown: read.flatMap(({ unknown }) => unknown) }
}

// ── Rule blocks of runbooks ─────────────────────────────────────────────────────────────────────────

/** The kind of a runbook's YAML block, and its contents if it is a rule block. */
export interface RuleBlockReading {
  /** `near`: not compiled, and reported. `other`: YAML of another tool, not reported. */
  readonly shape: 'rules' | 'near' | 'other'
  /** A near miss with a misspelt key, so not YAML of another tool. */
  readonly misspelt?: true
  /** Bare rules form one group without a name. */
  readonly groups: readonly RuleGroup[]
  readonly ignores: readonly Ignore[]
  readonly diagnostics: readonly Diagnostic[]
}

const NOTHING: RuleBlockReading = { shape: 'other', groups: [], ignores: [], diagnostics: [] }

/** Reads a YAML block of a runbook, parsed with `parseYaml(text, lines)`. */
export function readRuleBlock(document: YamlDocument, file: string): RuleBlockReading {
  const { root } = document
  if (document.more.length > 0 && isCut(document)) return cutBlock(document.more[0]!, file, document.text)
  if (root === null) return brokenBlock(document, file)
  const shape = shapeOf(root)
  if (shape.shape === 'other') return NOTHING
  if (shape.shape === 'near') {
    const diagnostics = shape.misses.map(
      ({ range, message, hint }): Diagnostic => ({
        file,
        range: { start: range.start, end: range.end },
        code: 'rule-fence',
        severity: 'error',
        message,
        hint,
      }),
    )
    return {
      ...NOTHING,
      shape: 'near',
      ...(shape.misses.some(({ misspelt }) => misspelt) && { misspelt: true }),
      diagnostics,
    }
  }
  const reader: RuleReader = { file, diagnostics: [] }
  const groups = readBlockGroups(reader, root)
  const targets = { whole: document.range, content: root.range, groups, bare: shape.shape !== 'groups' }
  const { ignores, diagnostics } = readRuleIgnores(document.text, commentsOf(document), targets, file)
  const cut = cutValues(document.text, commentsOf(document), groups, file)
  const found = [...yamlDiagnostics(document, file), ...reader.diagnostics, ...cut, ...diagnostics]
  return { shape: 'rules', groups, ignores, diagnostics: found }
}

/** Whether a `---` splits a rule block: some part of it is a rule, or nearly one. */
function isCut(document: YamlDocument): boolean {
  const documents = parseYamlDocuments(document.text, [document.range])
  const filled = documents.filter(({ root, problems }) => !isNothing(root) || problems.length > 0)
  return (
    filled.length > 1 &&
    filled.some((one) => (one.root ? shapeOf(one.root).shape !== 'other' : isLikeRule(one)))
  )
}

const isNothing = (root: YamlNode | null): boolean => root === null || isNull(root)

/** Reports a block of several documents: only one could be compiled, so none is. */
function cutBlock(range: Range, file: string, text: string): RuleBlockReading {
  const marker = text.startsWith('---', range.start) ? '---' : '...'
  const diagnostic: Diagnostic = {
    file,
    range,
    code: 'yaml-documents',
    severity: 'error',
    message: `A \`${marker}\` cuts this rule block in two: what is below it would not be compiled`,
    hint: `remove the \`${marker}\`; several rules in a block are a list, each with \`- \` before it`,
  }
  return { ...NOTHING, shape: 'near', diagnostics: [diagnostic] }
}

function readBlockGroups(reader: RuleReader, root: YamlNode): RuleGroup[] {
  const { range } = root
  if (root.kind === 'map' && entry(root, 'groups') !== undefined) {
    const { groups, unknown } = readGroups(reader, root)
    for (const { key } of unknown) {
      reportShape(
        reader,
        key.range,
        `\`${key.value}\` is beside \`groups\`, but a rule file has no other key`,
      )
    }
    return [...groups]
  }
  const rules = root.kind === 'map' ? [readRule(reader, root)] : readRules(reader, root).rules
  return [{ range, labels: [], rules, unknown: [] }]
}

/** A line that only rules have: an `expr`, or the name of an alert or a record. */
const RULE_LINE = /^[ \t]*(?:(?:- |\{)[{ \t]*)?["']?(?:expr|alert|record)["']?[ \t]*:/im
/** A line that rules never have, but manifests, dashboards and configuration do. */
const OTHER_LINE =
  /^[ \t]*(?:- +)?(?:apiVersion|legendFormat|refId|datasource|scrape_configs|receivers|rule_files)[ \t]*:/m

/** Reports a block that cannot be parsed if its lines look like those of a rule. */
function brokenBlock(document: YamlDocument, file: string): RuleBlockReading {
  if (!isLikeRule(document)) return NOTHING
  // In a list or quote the marker is indented with the block, and YAML does not recognise it.
  const { text, range } = document
  const marker = /^[ \t]+---(?=[ \t]*$)/m.exec(text.slice(range.start, range.end))
  if (marker) {
    const end = range.start + marker.index + marker[0].length
    return cutBlock({ start: end - 3, end }, file, text)
  }
  return { ...NOTHING, shape: 'near', diagnostics: yamlDiagnostics(document, file) }
}

function isLikeRule({ problems, text, range }: YamlDocument): boolean {
  const lines = text.slice(range.start, range.end)
  return problems.length > 0 && RULE_LINE.test(lines) && !OTHER_LINE.test(lines)
}
