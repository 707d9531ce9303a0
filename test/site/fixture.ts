/** Hand-made programs: the site is tested without the earlier stages. */

import { defaultConfig } from '../../src/config/index.ts'
import type {
  Body,
  BoundLink,
  BoundRule,
  Config,
  Field,
  Frontmatter,
  Heading,
  Page,
  Pair,
  Program,
  Rule,
  Runbook,
} from '../../src/model.ts'
import { NO_FRONTMATTER } from '../../src/parse/frontmatter/read.ts'
import { parseExpr } from '../../src/promql/index.ts'
import { plainText, type Text } from '../../src/text/source.ts'

const text = (value: string): Text => plainText(value, 0)
const field = (key: string, value: string): Field => ({ key: text(key), value: text(value) })

export interface RuleInput {
  readonly alert: string
  readonly expr?: string
  readonly for?: string
  readonly labels?: Readonly<Record<string, string>>
  readonly annotations?: Readonly<Record<string, string>>
  readonly group?: string
  readonly anchor?: string
  readonly link?: string
}

export interface PageInput {
  readonly file: string
  readonly title: string
  readonly body: Body
  readonly frontmatter?: Partial<
    Record<'owner' | 'channel' | 'escalation' | 'reviewed' | 'reviewEvery' | 'severity', string>
  >
  readonly headings?: readonly (readonly [slug: string, text: string])[]
  readonly summary?: string
  readonly links?: readonly (readonly [target: string, path: string, anchor: string])[]
  /** Rules of the page's only block. */
  readonly rules?: readonly RuleInput[]
}

type Site = Partial<{ -readonly [K in 'title' | 'url' | 'repo' | 'branch']: string }>

export function config(site: Site = {}): Config {
  const base = defaultConfig()
  return {
    ...base,
    site: {
      ...base.site,
      title: 'Night shift',
      url: 'https://example.org/',
      repo: 'https://example.com/repo',
      ...site,
    },
    actions: {
      ...base.actions,
      prometheus: 'https://prometheus.example.org/',
      alertmanager: 'https://alertmanager.example.org/',
      page: { storage: 'https://pager.example.org/storage' },
    },
  }
}

const pairs = (values: Readonly<Record<string, string>> = {}, file: string): Pair[] =>
  Object.entries(values).map(([key, value]) => ({ key, value, from: { file, range: { start: 0, end: 0 } } }))

function bind(input: RuleInput, file: string, path: string, at: number): BoundRule {
  const rule: Rule = {
    range: { start: at, end: at + 1 },
    alert: field('alert', input.alert),
    expr: field('expr', input.expr ?? 'up == 0'),
    ...(input.for !== undefined && { for: field('for', input.for) }),
    labels: [],
    annotations: [],
    unknown: [],
  }
  return {
    kind: 'alert',
    name: input.alert,
    rule,
    file,
    group: input.group ?? 'general',
    expr: () => parseExpr(input.expr ?? 'up == 0').expr,
    metrics: () => [],
    carries: () => undefined,
    labels: pairs(input.labels, file),
    annotations: pairs(input.annotations, file),
    page: path,
    anchor: input.anchor ?? '',
    link: input.link,
    address: undefined,
    written: [],
    compiled: true,
  } as BoundRule
}

const slugOf = (title: string): string => title.toLowerCase().replace(/ /g, '-')
const heading = (depth: number, slug: string, text: string): Heading => ({
  range: { start: 0, end: 0 },
  depth,
  text,
  slug,
  contentLength: 9,
})

/** A program with pages; a page's path is its file's, in lower case, without `runbooks/` and `.md`. */
export function program(inputs: readonly PageInput[]): Program {
  const pages = inputs.map((input): Page => {
    const path = input.file
      .replace(/^runbooks\//, '')
      .replace(/(_index)?\.md$/, '')
      .toLowerCase()
    const slashed = path === '' || path.endsWith('/') ? path : `${path}/`
    const rules = (input.rules ?? []).map((rule, i) => bind(rule, input.file, slashed, i * 2))
    const frontmatter: Frontmatter = {
      ...NO_FRONTMATTER,
      ...Object.fromEntries(
        Object.entries(input.frontmatter ?? {}).map(([key, value]) => [key, text(value)]),
      ),
    }
    const titled = input.body.some((part) => typeof part !== 'string' && part.kind === 'title')
    const headings = [
      ...(titled ? [heading(1, slugOf(input.title), input.title)] : []),
      ...(input.headings ?? []).map(([slug, title]) => heading(2, slug, title)),
    ]
    const runbook: Runbook = {
      kind: 'runbook',
      source: { path: input.file },
      length: 0,
      frontmatter,
      headings,
      links: [],
      anchors: [],
      summary: input.summary ?? '',
      queries: [],
      slots: [],
      ruleRefs: [],
      outline: '',
      params: [],
      isEmpty: false,
      diagrams: [],
      blocks: rules.length ? [{ range: { start: 0, end: rules.length * 2 }, groups: [] }] : [],
      copies: () => [],
      copyCount: 0,
      tests: [],
      ignores: [],
      literals: [],
      body: () => input.body,
      diagnostics: [],
    }
    const links = (input.links ?? []).map(([target, path, anchor]): BoundLink => {
      const range = { start: 0, end: 0 }
      return { link: { range, target, targetRange: range }, kind: 'page', path, anchor }
    })
    return {
      runbook,
      title: input.title,
      path: slashed,
      url: `https://example.org/${slashed}`,
      rules,
      links,
      names: [],
      refs: [],
    }
  })
  return {
    runbooks: pages.map((page) => page.runbook),
    ruleFiles: [],
    pages,
    pageAt: (path) => pages.find((page) => page.path === path),
    groups: [],
    rules: pages.flatMap((page) => page.rules),
    addresses: { redirects: [], tombstones: [], anchors: [], lost: [], record: [] },
    tested: [],
    today: undefined,
    texts: new Map(inputs.map((input) => [input.file, `# ${input.title}\n`])),
    hashOf: (file) => inputs.find((input) => input.file === file)?.title ?? '',
    diagnostics: [],
  }
}
