/**
 * Everything parsed → the program: pages with addresses, groups merged in order of file path, then position,
 * rules with their defaults, expressions and links. Reports only what makes a program meaningless.
 */
import type {
  BoundRule,
  Config,
  Diagnostic,
  Pair,
  Parsed,
  Program,
  Published,
  Queries,
  RuleFile,
  Runbook,
  Source,
} from '../model.ts'
import { hash } from '../text/hash.ts'
import { lazy, once } from '../text/once.ts'
import { textsOf } from '../text/source.ts'
import { alertLink, anchorOf, groupName, type PathOf, pagePath, pageUrl } from './addresses.ts'
import { mergeGroups, type Part } from './groups.ts'
import { isDraft, makePages } from './make-pages.ts'
import { namedFile, namesOfFiles, pageOf, readClaims, sectionOf } from './pages.ts'
import { bindAddresses } from './redirects.ts'
import { bindRule, linkLabels, withLink } from './rules.ts'
import { type Paths, readWritten } from './written.ts'

/** A part with the page its rules stand in. */
interface Placed extends Part {
  readonly page: string | undefined
}

/** What is known beside the sources. */
export interface Given {
  /** The record of published addresses. */
  readonly published?: readonly Published[] | undefined
  /** The day of the build, `2026-11-21`. */
  readonly today?: string | undefined
}

/** Binds what was parsed; `sources` are the texts it came from. */
export function bind(
  parsed: readonly Parsed[],
  sources: readonly Source[],
  config: Config,
  queries: Queries,
  given: Given = {},
): Program {
  const diagnostics: Diagnostic[] = []
  const runbooks = parsed.filter((one): one is Runbook => one.kind === 'runbook')
  const ruleFiles = parsed.filter((one): one is RuleFile => one.kind === 'rules')
  const drafts = new Set(runbooks.filter(isDraft).map(({ source }) => source.path))
  const pathOf = once(({ source }: Runbook) => pagePath(source.path, config.runbooks))
  const hashOf = fingerprints(sources)
  const parts = readParts(parsed, config, pathOf, queries, hashOf)
  const claims = readClaims(
    runbooks.filter((runbook) => !isDraft(runbook)),
    ruleFiles.map(({ source }) => source.path),
    pathOf,
  )
  const placed = parts.map((part) => ({
    ...part,
    rules: part.rules.map((rule) => {
      if (drafts.has(part.file)) return { ...rule, page: part.page, compiled: false }
      if (rule.kind === 'record') return part.page === undefined ? rule : { ...rule, page: part.page }
      const page = pageOf(rule, part.page, claims, config, diagnostics)
      return page === undefined ? rule : { ...rule, page }
    }),
  }))
  const linked = linkRules(placed, runbooks, config, pathOf)
  const { groups, diagnostics: conflicts } = mergeGroups(linked.filter((part) => !drafts.has(part.file)))
  const rules = linked.flatMap((part) => part.rules)
  const pages = makePages(runbooks, rules, config, pathOf, diagnostics)
  diagnostics.push(...runbooks.flatMap((runbook) => unknownParams(runbook, config)))
  return {
    runbooks,
    ruleFiles,
    pages,
    groups,
    rules,
    addresses: bindAddresses(
      pages.filter(({ draft }) => !draft),
      given.published ?? [],
      config,
    ),
    today: given.today,
    texts: textsOf(sources),
    hashOf,
    diagnostics: [...diagnostics, ...conflicts],
  }
}

/** The fingerprint of each source: its reader's, else one that is made when it is first asked for. */
function fingerprints(sources: readonly Source[]): (file: string) => string {
  const byPath = new Map(sources.map((source) => [source.path, source]))
  const made = new Map<string, string>()
  return (file) => {
    const source = byPath.get(file)
    const known = source?.hash ?? made.get(file)
    if (known !== undefined) return known
    const fresh = hash(source?.text ?? '')
    made.set(file, fresh)
    return fresh
  }
}

function readParts(
  parsed: readonly Parsed[],
  config: Config,
  pathOf: PathOf,
  queries: Queries,
  hashOf: Program['hashOf'],
): Placed[] {
  const ruleFiles = namesOfFiles(
    parsed.filter((one): one is RuleFile => one.kind === 'rules').map(({ source }) => source.path),
  )
  return parsed.flatMap((one): Placed[] => {
    const file = one.source.path
    const defaults = one.kind === 'runbook' ? one.frontmatter : undefined
    const page = one.kind === 'runbook' ? pathOf(one) : undefined
    const groups =
      one.kind === 'rules' ? one.groups : compiledBlocks(one, ruleFiles).flatMap((block) => block.groups)
    if (groups.length === 0) return []
    const texts = groups.flatMap(({ rules }) => rules.map(({ expr }) => expr?.value.value ?? ''))
    const metrics = lazy(() => queries.metrics(`${hashOf(file)} ${file}`, texts))
    let count = 0
    return groups.map((group): Placed => {
      const name = group.name?.value.value ?? defaults?.group?.value ?? groupName(file, config.runbooks)
      const rules = group.rules
        .map((rule) => {
          const at = count++
          return bindRule({ rule, file, group: name, defaults, metrics: () => metrics()[at]! }, queries)
        })
        .filter((rule): rule is BoundRule => rule !== undefined)
      const labels = group.labels.map(
        ({ key, value }): Pair => ({
          key: key.value,
          value: value.value,
          from: { file, range: value.range },
          text: value,
        }),
      )
      return {
        name,
        file,
        page,
        group,
        labels,
        rules,
        from: { file, range: group.name?.value.range ?? group.range },
      }
    })
  })
}

/**
 * The blocks of a runbook that are compiled: its rule blocks, and copies whose rule lives nowhere else. A
 * copy stands beside a shortcode that names a rule file; where the project has that file, the file is right.
 */
function compiledBlocks(runbook: Runbook, ruleFiles: ReadonlySet<string>): Runbook['blocks'] {
  const deployed = runbook.ruleRefs.some((ref) => ruleFiles.has(namedFile(ref)))
  return deployed || runbook.copies.length === 0 ? runbook.blocks : [...runbook.blocks, ...runbook.copies]
}

/**
 * Gives every alert with a page its link; on a page that explains several, the anchor tells them apart. Reads
 * where the links that rules carry already lead.
 */
function linkRules(
  parts: readonly Placed[],
  runbooks: readonly Runbook[],
  config: Config,
  pathOf: PathOf,
): Placed[] {
  const slots = new Map(
    runbooks.map((runbook) => [pathOf(runbook), [...new Set(runbook.slots.map(({ label }) => label))]]),
  )
  const names = new Map<string, Set<string>>()
  for (const { kind, page, name } of parts.flatMap((part) => part.rules)) {
    if (kind === 'alert' && page !== undefined) names.set(page, (names.get(page) ?? new Set()).add(name))
  }
  const byPath = new Map(runbooks.map((runbook) => [pathOf(runbook), runbook]))
  const paths = knownPaths(byPath, names)
  return parts.map((part) => ({
    ...part,
    rules: part.rules.map((unlinked) => {
      const { kind, page, name } = unlinked
      if (kind === 'record') return unlinked
      const written = readWritten(unlinked.rule, paths, config)
      if (page === undefined) return { ...unlinked, written }
      const several = names.get(page)!.size > 1
      const anchor = several ? anchorOf(name) : ''
      const url = pageUrl(config, page)
      if (url === '') return { ...unlinked, written, anchor }
      const labels = config.links.labels === 'auto' ? linkLabels(unlinked, part.labels, slots.get(page)!) : []
      const section = sectionFor(unlinked, written, byPath.get(page), several) ?? anchor
      const link = alertLink(url, labels, section)
      return {
        ...unlinked,
        written,
        anchor,
        link,
        address: alertLink(url, [], section),
        annotations: withLink(unlinked, link, config),
      }
    }),
  }))
}

/** Where on its page a hand-written alert is explained: where its link says, else under a heading with its name. */
function sectionFor(
  rule: BoundRule,
  written: BoundRule['written'],
  runbook: Runbook | undefined,
  several: boolean,
): string | undefined {
  if (!runbook || rule.file === runbook.source.path) return undefined
  const chosen = written.find(
    (link) => link.kind === 'page' && link.path === rule.page && link.anchor !== '' && !link.missingAnchor,
  )
  if (chosen?.kind === 'page') return chosen.anchor
  return several ? sectionOf(runbook, rule.name) : undefined
}

/** Pages and anchors, as the links of rules see them. `names` are the alerts of each page. */
function knownPaths(
  byPath: ReadonlyMap<string, Runbook>,
  names: ReadonlyMap<string, ReadonlySet<string>>,
): Paths {
  return {
    hasPage: (path) => byPath.has(path),
    hasAnchor: (path, anchor) => {
      const runbook = byPath.get(path)
      const alerts = names.get(path)
      return (
        runbook?.headings.some(({ slug }) => slug === anchor) ||
        runbook?.anchors.includes(anchor.replace(/^user-content-/, '')) ||
        (alerts !== undefined && alerts.size > 1 && [...alerts].some((alert) => anchorOf(alert) === anchor))
      )
    },
  }
}

/** Parameters that neither the page nor the configuration has: they would leave a hole in a sentence. */
function unknownParams({ source, params }: Runbook, config: Config): Diagnostic[] {
  return params
    .filter(({ value }) => !Object.hasOwn(config.params, value))
    .map(({ value, range }) => ({
      file: source.path,
      range,
      code: 'shortcode-unknown',
      severity: 'error',
      message: `Unexpected parameter \`${value}\`, expected one of the page's frontmatter or of \`params\` in alertbook.yml`,
      hint: `write \`params: { ${value}: … }\` in alertbook.yml`,
    }))
}
