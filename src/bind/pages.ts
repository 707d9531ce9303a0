/** Decides which page explains an alert, and where. */
import type { Config, Diagnostic, Place, RuleRef, Runbook } from '../model.ts'
import { once } from '../text/once.ts'
import { isIndexName, MARKDOWN } from '../text/path.ts'
import type { PathOf } from './addresses.ts'
import type { NamedRule } from './part.ts'
import { linkKeys, meantPath } from './written.ts'

/** A page's claim to explain an alert, with its place. */
interface Claim extends Place {
  readonly path: string
  /** The rule file that a shortcode names. */
  readonly ruleFile?: string
}

type ByName = ReadonlyMap<string, readonly Claim[]>

/** The claims of all pages, by the names they claim. */
export interface Claims {
  readonly byFrontmatter: ByName
  readonly byShortcode: ByName
  /** By lower-case name. `byWords` also ignores separators: `host-down` matches `HostDown`. */
  readonly byName: ByName
  readonly byWords: ByName
  /** By names in headings below the first level: one page that explains many alerts, each in a section. */
  readonly byHeading: ByName
  readonly paths: ReadonlySet<string>
  readonly ruleFiles: readonly string[]
}

/** Whether a shortcode's file, as written, is the rule file at a path: one path is a suffix of the other. */
export function namesFile(ref: Pick<RuleRef, 'file'>, file: string): boolean {
  const named = namedFile(ref)
  return file === named || file.endsWith(`/${named}`)
}

/** The file that a shortcode names, as a path from the root. */
export const namedFile = ({ file }: Pick<RuleRef, 'file'>): string => file.replace(/^\.?\/+/, '')

/** Every name that refers to one of the files: `a/b.yml` and `b.yml` for `a/b.yml`. */
export function namesOfFiles(files: readonly string[]): ReadonlySet<string> {
  return new Set(
    files.flatMap((file) => {
      const parts = file.split('/')
      return parts.map((_, index) => parts.slice(index).join('/'))
    }),
  )
}

const words = (name: string): string =>
  /^[a-z0-9]*$/i.test(name) ? name.toLowerCase() : name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')

/** What a page says of its kind before and behind the name: `Runbook: HostDown`, `host-down-runbook`. */
const BEFORE = /^[^\p{L}\p{N}]{0,5}(?:runbook|playbook|alert)[\s:：_–—-]{1,5}(?=\S)/iu
const BEHIND = /[\s:：_–—-]{1,5}(?:runbook|playbook|alert)$/iu

/** Most names say neither: asking first takes 1 ms of a thousand pages in place of 8 (Node 24). */
const KIND = /runbook|playbook|alert/iu

const withoutKind = (name: string): string =>
  KIND.test(name) ? name.replace(BEFORE, '').replace(BEHIND, '') : name

/** The names of a page: its file (its folder for an index file), title and first heading, also without the word `runbook`. */
export const namesOf: (runbook: Runbook) => readonly string[] = once(
  ({ source, frontmatter, headings }: Runbook): readonly string[] => {
    const [base = '', folder = ''] = source.path.replace(MARKDOWN, '').split('/').reverse()
    const file = isIndexName(base) ? folder : base
    const names = [file, frontmatter.title?.value ?? '', headings[0]?.text ?? '']
    const trimmed = names.map((name) => name.trim())
    return [...new Set([...trimmed, ...trimmed.map(withoutKind)])].filter((name) => name !== '')
  },
)

/** Words of a heading that may be an alert's name: `Alert KubeAPIDown`. */
const alertNamesIn = (heading: string): string[] =>
  /[a-z0-9_][A-Z]/.test(heading)
    ? (heading.match(/[A-Za-z_][A-Za-z0-9_]*/g) ?? []).filter((word) => /[a-z0-9_][A-Z]/.test(word))
    : []

/** The anchor of the section named after an alert; undefined where there is none. */
export function sectionOf({ headings }: Runbook, alert: string): string | undefined {
  return headings.slice(1).find(({ text }) => alertNamesIn(text).includes(alert))?.slug
}

export function readClaims(
  runbooks: readonly Runbook[],
  ruleFiles: readonly string[],
  pathOf: PathOf,
): Claims {
  const byFrontmatter = new Map<string, Claim[]>()
  const byShortcode = new Map<string, Claim[]>()
  const byName = new Map<string, Claim[]>()
  const byWords = new Map<string, Claim[]>()
  const byHeading = new Map<string, Claim[]>()
  const paths = new Set<string>()
  const add = (to: Map<string, Claim[]>, name: string, claim: Claim): void => {
    const claims = to.get(name)
    if (!claims) to.set(name, [claim])
    else if (!claims.some(({ path, ruleFile }) => path === claim.path && ruleFile === claim.ruleFile))
      claims.push(claim)
  }
  for (const runbook of runbooks) {
    const file = runbook.source.path
    const path = pathOf(runbook)
    paths.add(path)
    for (const name of runbook.frontmatter.alerts)
      add(byFrontmatter, name.value, { path, file, range: name.range })
    for (const { alert, range, file: ruleFile } of runbook.ruleRefs)
      add(byShortcode, alert.value, { path, file, range, ruleFile })
    const named: Claim = { path, file, range: runbook.headings[0]?.range ?? { start: 0, end: 0 } }
    for (const name of namesOf(runbook)) {
      add(byName, name.toLowerCase(), named)
      const bare = words(name)
      if (bare !== '') add(byWords, bare, named)
    }
    for (const { text, range } of runbook.headings.slice(1)) {
      for (const name of alertNamesIn(text)) add(byHeading, name.toLowerCase(), { path, file, range })
    }
  }
  return { byFrontmatter, byShortcode, byName, byWords, byHeading, paths, ruleFiles }
}

/** The page that a rule's own link refers to, even if the link is broken. */
function linkedTo({ rule, file }: NamedRule, claims: Claims, config: Config): readonly Claim[] {
  const keys = linkKeys(config)
  const path = rule.annotations
    .filter(({ key }) => keys.has(key.value))
    .map(({ value }) => meantPath(value.value, config))
    .find((meant) => meant !== undefined && claims.paths.has(meant))
  return path === undefined ? [] : [{ path, file, range: rule.range }]
}

/**
 * Claims by shortcodes that name the alert and its rule file. Without one, those whose rule file is not in the project:
 * the file was renamed, or the rules are in another repository.
 */
function shortcodes(rule: NamedRule, { byShortcode, ruleFiles }: Claims): readonly Claim[] {
  const named = byShortcode.get(rule.name) ?? []
  const exact = named.filter(({ ruleFile = '' }) => namesFile({ file: ruleFile }, rule.file))
  if (exact.length > 0) return exact
  return named.filter(({ ruleFile = '' }) => !ruleFiles.some((file) => namesFile({ file: ruleFile }, file)))
}

/** Among pages with the same name, the one whose folder is named like the rule's file, its folder or its group. */
function nearby({ file, group }: NamedRule, claims: readonly Claim[] = []): readonly Claim[] {
  if (claims.length < 2) return claims
  const homes = new Set(
    [
      ...file
        .replace(/\.[^./]*$/, '')
        .split('/')
        .slice(-2),
      group,
    ].map(words),
  )
  const near = claims.filter((claim) => homes.has(words(claim.file.split('/').at(-2) ?? '')))
  return near.length === 1 ? near : claims
}

/** The page that explains a rule, and any doubts about it. */
export interface ExplainingPage {
  readonly page: string | undefined
  readonly diagnostics: readonly Diagnostic[]
}

/**
 * A rule in a page's block belongs to that page. For all other alerts, the first level of claims with an answer
 * decides.
 */
export function explainingPageOf(
  rule: NamedRule,
  ownPage: string | undefined,
  claims: Claims,
  config: Config,
): ExplainingPage {
  if (ownPage !== undefined || rule.kind === 'record') return { page: ownPage, diagnostics: [] }
  // Rule files that are checked alone.
  if (claims.paths.size === 0) return { page: undefined, diagnostics: [] }
  const levels: (() => readonly Claim[])[] = [
    () => claims.byFrontmatter.get(rule.name) ?? [],
    () => shortcodes(rule, claims),
    () => linkedTo(rule, claims, config),
    () => nearby(rule, claims.byName.get(rule.name.toLowerCase())),
    () => nearby(rule, claims.byWords.get(words(rule.name))),
    () => nearby(rule, claims.byHeading.get(rule.name.toLowerCase())),
  ]
  let answers: readonly Claim[] = []
  for (const level of levels) {
    answers = level()
    if (answers.length > 0) break
  }
  const page = answers[0]?.path
  if (new Set(answers.map(({ path }) => path)).size < 2) return { page, diagnostics: [] }
  const ambiguous: Diagnostic = {
    file: rule.file,
    range: (rule.rule.alert ?? rule.rule.record)!.value.range,
    code: 'page-ambiguous',
    severity: 'warning',
    message: `Alert \`${rule.name}\` is explained by ${answers.length} pages, but its link can lead to only one`,
    hint: 'name the alert under `alerts:` in the frontmatter of the page that explains it',
    related: answers.map(({ file, range }) => ({ file, range, message: 'claimed here' })),
  }
  return { page, diagnostics: [ambiguous] }
}
