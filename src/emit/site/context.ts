/** What a page needs from other pages: looked up, never listed, so that no page grows with the book. */
import type { BoundRule, Config, Page, Picture, Program } from '../../model.ts'
import { encodePath } from '../../text/address.ts'
import { groupBy } from '../../text/group-by.ts'
import { hash } from '../../text/hash.ts'
import { lazy } from '../../text/once.ts'
import { withoutEnd } from '../../text/without-end.ts'
import { lineNumbers } from '../lines.ts'
import type { RuleYaml } from '../prometheus.ts'
import { stylesOf } from './styles.ts'
import type { Theme } from './theme.ts'
import type { ChangeView, FrameView, SourceView } from './view.ts'

/** Facts that are not in the sources. */
export interface Facts {
  /** The commit being built, to distinguish copies of the site. */
  readonly commit?: string
  /** By source path: its changes, latest first. */
  readonly history?: ReadonlyMap<string, readonly Omit<ChangeView, 'url'>[]>
  /** Images shown on pages, by path in the repository. */
  readonly files?: ReadonlyMap<string, Uint8Array>
  /** Pictures of pages' tests. */
  readonly pictures?: Pictures
}

/** Pictures of pages, made on demand. */
export interface Pictures {
  /** Pictures for the tests in one fence of a page, in order; undefined for a test without one. */
  at(page: Page, fence: number): readonly (Picture | undefined)[]
  /** Distinguishes versions of a page's pictures. */
  keyOf(page: Page): string
}

export interface Context {
  readonly program: Program
  readonly config: Config
  readonly theme: Theme
  readonly facts: Facts
  readonly pagesByPath: ReadonlyMap<string, Page>
  readonly pagesByFile: ReadonlyMap<string, Page>
  /** Alerts with a page, by name; of equal names the first. */
  readonly alertsByName: ReadonlyMap<string, BoundRule>
  readonly rulesByGroup: ReadonlyMap<string, readonly BoundRule[]>
  rulesByMetric(): ReadonlyMap<string, readonly BoundRule[]>
  readonly versions: ReadonlyMap<string, string>
  /** Of all assets together: each page has it many times, so one for all makes pages smaller than one for each. */
  readonly edition: string
  /** A rule as block YAML: exactly the text that is deployed. */
  readonly yamlOf: RuleYaml
  /** Path of the base on its host: `/` or `/a/b/`. */
  readonly root: string
}

export function makeContext(
  program: Program,
  config: Config,
  theme: Theme,
  facts: Facts,
  yamlOf: RuleYaml,
): Context {
  const alertsByName = new Map<string, BoundRule>()
  const rules = program.rules.filter(({ compiled }) => compiled)
  for (const rule of rules) {
    if (rule.kind === 'alert' && rule.page !== undefined && !alertsByName.has(rule.name)) {
      alertsByName.set(rule.name, rule)
    }
  }
  const versions = new Map(
    Object.entries(theme.assets).map(([name, content]) => [name, theme.hashes?.[name] ?? hash(content)]),
  )
  return {
    program,
    config,
    theme,
    facts,
    pagesByPath: new Map(program.pages.map((page) => [page.path, page])),
    pagesByFile: new Map(program.pages.map((page) => [page.runbook.source.path, page])),
    alertsByName,
    rulesByGroup: groupBy(rules, ({ group }) => group),
    rulesByMetric: lazy(() => byMetric(rules)),
    versions,
    edition: hash(JSON.stringify([...versions])).slice(0, 8),
    yamlOf,
    root: config.site.url === '' ? '/' : new URL(config.site.url).pathname,
  }
}

function byMetric(rules: readonly BoundRule[]): Map<string, BoundRule[]> {
  const pairs = rules.flatMap((rule) => rule.metrics().map((metric) => ({ metric, rule })))
  const grouped = [...groupBy(pairs, ({ metric }) => metric)]
  return new Map(grouped.map(([metric, found]) => [metric, found.map(({ rule }) => rule)]))
}

/** Relative path from a page to the site's root. */
export function baseOf(path: string): string {
  return '../'.repeat(path.split('/').length - 1) || './'
}

/** What every page at `path` has around it; `text` is what may have drawings. */
export function frame(
  context: Context,
  path: string,
  parts: Omit<FrameView, 'base' | 'site' | 'path' | 'asset' | 'canonical' | 'styles' | 'lang'> & {
    base?: string
    lang?: string
  },
  text: string = '',
): FrameView {
  const { site } = context.config
  const lang = parts.lang ?? site.lang
  return {
    base: baseOf(path),
    lang,
    site: { title: site.title, repo: site.repo },
    path,
    canonical: site.url === '' ? undefined : site.url + encodePath(path),
    styles: stylesOf({ kind: parts.kind, lang }, text).filter((name) => context.versions.has(name)),
    asset: (name) => `assets/${name}?v=${context.edition}`,
    ...parts,
  }
}

/** A project path within the repository, as it follows the branch. */
export function inRepository({ config }: Context, path: string): string {
  const { branch, folder } = config.site
  return [branch, withoutEnd(folder.replace(/^(?:\.?\/)+/, ''), '/'), path]
    .filter((part) => part !== '')
    .join('/')
}

/** Where a range of a file is written: its line, and its address in the repository. */
export function sourceOf(context: Context, file: string, offset?: number): SourceView {
  const { repo } = context.config.site
  const isKnown = offset !== undefined && context.program.texts.has(file)
  const line = isKnown
    ? lineNumbers(context.program)({ file, range: { start: offset, end: offset } })
    : undefined
  const at = line === undefined ? '' : `#L${line}`
  const url =
    repo === ''
      ? undefined
      : `${repo}/blob/${encodePath(inRepository(context, file))}${at && (file.endsWith('.md') ? `?plain=1${at}` : at)}`
  return { file, line, url }
}
