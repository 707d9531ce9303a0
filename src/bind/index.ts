/**
 * Everything parsed → the program: pages with addresses, groups merged in order of file path, then position, rules with
 * their defaults, expressions and links. Reports only errors that make a program meaningless.
 */
import type {
  BoundRule,
  Config,
  Page,
  Params,
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
import { anchorOf, type PathOf, pagePath } from './addresses.ts'
import { type MergedGroup, mergeGroups } from './groups.ts'
import { isDraft, makePages } from './make-pages.ts'
import { type ExplainingPage, explainingPageOf, readClaims } from './pages.ts'
import type { NamedRule, Part } from './part.ts'
import { readParts } from './parts.ts'
import { bindAddresses } from './redirects.ts'
import { bindRule, type Surroundings } from './rules.ts'
import type { Paths } from './written.ts'

/** Inputs of binding other than the sources. */
export interface BindInput {
  /** The record of published addresses. */
  readonly published?: readonly Published[] | undefined
  /** Day of the build, `2026-11-21`. */
  readonly today?: string | undefined
  /** Whether the repository has a file or folder at a path; if absent, only sources are known. */
  readonly exists?: ((path: string) => boolean) | undefined
  /** The parameters, if any were filled in. */
  readonly params?: Params | undefined
}

/** Binds parsed files; `sources` are their texts. */
export function bind(
  parsed: readonly Parsed[],
  sources: readonly Source[],
  config: Config,
  queries: Queries,
  given: BindInput = {},
): Program {
  const runbooks = parsed.filter((one): one is Runbook => one.kind === 'runbook')
  const ruleFiles = parsed.filter((one): one is RuleFile => one.kind === 'rules')
  const pathOf = once(({ source }: Runbook) => pagePath(source.path, config))
  const parts = readParts(parsed, config, pathOf, queries)
  const merged = mergeGroups(parts.filter(({ draft }) => !draft))
  const homes = findExplainingPages(parts, runbooks, ruleFiles, config, pathOf)
  const bound = bindRules(parts, merged.groups, homes, {
    config,
    queries,
    ...surroundingsOf(runbooks, homes, pathOf),
  })
  const rules = parts.flatMap((part) => bound.get(part)!)
  const { pages, diagnostics } = makePages(runbooks, rules, config, pathOf, given.exists)
  return {
    runbooks,
    ruleFiles,
    pages,
    pageAt: pageAtPath(pages),
    groups: merged.groups.map(({ head, parts }) => ({
      ...head,
      rules: parts.flatMap((part) => bound.get(part)!),
    })),
    rules,
    addresses: bindAddresses(
      pages.filter(({ draft }) => !draft),
      given.published ?? [],
      config,
    ),
    tested: [...new Set(runbooks.flatMap(firingIn))],
    today: given.today,
    texts: textsOf(sources),
    hashOf: fingerprints(sources),
    params: given.params,
    diagnostics: [
      ...[...homes.values()].flatMap((home) => home.diagnostics),
      ...diagnostics,
      ...merged.diagnostics,
    ],
  }
}

/** Pages by path; the index is built on first use. */
function pageAtPath(pages: readonly Page[]): Program['pageAt'] {
  const byPath = lazy(() => new Map(pages.map((page) => [page.path, page])))
  return (path) => (path === undefined ? undefined : byPath().get(path))
}
/** Alerts that a test of the runbook expects to fire. */
const firingIn = ({ tests }: Runbook): string[] =>
  tests
    .flatMap((block) => block.tests)
    .flatMap(({ alerts }) => alerts.filter(({ firing }) => firing !== undefined && firing !== 0))
    .map(({ name }) => name)

/** The page that explains each rule. */
function findExplainingPages(
  parts: readonly Part[],
  runbooks: readonly Runbook[],
  ruleFiles: readonly RuleFile[],
  config: Config,
  pathOf: PathOf,
): Map<NamedRule, ExplainingPage> {
  const claims = readClaims(
    runbooks.filter((runbook) => !isDraft(runbook) && !runbook.document),
    ruleFiles.map(({ source }) => source.path),
    pathOf,
  )
  return new Map(
    parts.flatMap(({ rules, page }) =>
      rules.map((rule) => [rule, explainingPageOf(rule, page, claims, config)]),
    ),
  )
}

/** Binds the rules of each part. Groups and pages share these rule objects: a page shows exactly what is deployed. */
function bindRules(
  parts: readonly Part[],
  groups: readonly MergedGroup[],
  homes: ReadonlyMap<NamedRule, ExplainingPage>,
  around: Surroundings,
): Map<Part, BoundRule[]> {
  const moving = new Set(groups.flatMap((group) => (group.movesLabels ? group.parts : [])))
  return new Map(
    parts.map((part) => [
      part,
      part.rules.map((rule) => bindRule(rule, part, homes.get(rule)!.page, moving.has(part), around)),
    ]),
  )
}

/** The pages as rules need them: the alerts that each explains, and all paths and anchors. */
function surroundingsOf(
  runbooks: readonly Runbook[],
  homes: ReadonlyMap<NamedRule, ExplainingPage>,
  pathOf: PathOf,
): Pick<Surroundings, 'runbooks' | 'alerts' | 'paths'> {
  const byPath = new Map(runbooks.map((runbook) => [pathOf(runbook), runbook]))
  const alerts = new Map<string, Map<string, number>>()
  for (const [{ kind, name }, { page }] of homes) {
    if (kind !== 'alert' || page === undefined) continue
    const names = alerts.get(page) ?? new Map<string, number>()
    alerts.set(page, names.set(name, (names.get(name) ?? 0) + 1))
  }
  return { runbooks: byPath, alerts, paths: knownPaths(byPath, alerts) }
}

/** The fingerprint of each source: its reader's, else one made on first use. */
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

/** All paths and anchors, for the links of rules. `names`: the alerts of each page. */
function knownPaths(
  byPath: ReadonlyMap<string, Runbook>,
  names: ReadonlyMap<string, ReadonlyMap<string, number>>,
): Paths {
  return {
    hasPage: (path) => byPath.has(path),
    hasAnchor: (path, anchor) => {
      const runbook = byPath.get(path)
      const alerts = names.get(path)
      return (
        runbook?.headings.some(({ slug }) => slug === anchor) ||
        runbook?.anchors.includes(anchor.replace(/^user-content-/, '')) ||
        (alerts !== undefined &&
          alerts.size > 1 &&
          [...alerts.keys()].some((alert) => anchorOf(alert) === anchor))
      )
    },
  }
}
