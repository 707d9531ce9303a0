/**
 * The nouns: every type that crosses a stage, in the order in which the data comes into being. Types only.
 * All values are read-only and plain data (they survive JSON), later stages wrap earlier values and never
 * amend them.
 */
import type { Expr, ParseResult } from './promql/index.ts'
import type { Place, Range, Text } from './text/source.ts'

export type { Place, Range, Source, Text } from './text/source.ts'

// ── Diagnostics ──────────────────────────────────────────────────────────────────────────────────────

export type Severity = 'error' | 'warning' | 'info'

/** An edit replaces a range of a file by a text. */
export interface Edit extends Place {
  readonly text: string
}

/** Edits that cure a finding. */
export interface Fix {
  readonly title: string
  readonly edits: readonly Edit[]
}

/** What a stage or a check reports. `code` is also the name of its page in the documentation. */
export interface Diagnostic extends Place {
  readonly code: string
  readonly severity: Severity
  /** What was found and what was expected; names in backticks, no full stop. */
  readonly message: string
  /** What to do about it, as an imperative. */
  readonly hint?: string
  readonly related?: readonly (Place & { readonly message: string })[]
  readonly fix?: Fix | undefined
}

// ── Configuration ──────────────────────────────────────────────────────────────────────────────────

/** What loads the rules, as far as it decides which rules are right. */
export interface PrometheusSettings {
  /** `3.14`: the oldest version that must load the rules. */
  readonly version: string
  /** Feature flags, as in `--enable-feature`. */
  readonly features: readonly string[]
  readonly names: 'utf8' | 'legacy'
  readonly target: 'prometheus' | 'mimir' | 'thanos'
  /** As promtool's flag of that name. */
  readonly ignoreUnknownFields?: boolean
}

/** `alertbook.yml` with defaults filled in; the keys are explained in `config-keys.ts`. */
export interface Config {
  readonly runbooks: readonly string[]
  readonly rules: readonly string[]
  readonly output: {
    readonly dir: string
    readonly split: 'none' | 'group'
    readonly prometheusrule: boolean
  }
  /** `url` is empty or ends with `/`; `repo` has no `/` at its end. */
  readonly site: {
    readonly title: string
    readonly url: string
    readonly repo: string
    readonly branch: string
    /** Folder of a theme of the project's own; `''` for none. */
    readonly theme: string
    /** Words that stand for each other in the search. */
    readonly synonyms: readonly (readonly string[])[]
  }
  /** Services that pages link to: addresses end with `/`, empty ones are not there. */
  readonly actions: {
    readonly prometheus: string
    readonly alertmanager: string
    readonly grafana: string
    readonly grafanaSource: string
    /** Owner → address where they are paged. */
    readonly page: Readonly<Record<string, string>>
  }
  readonly links: {
    readonly annotations: readonly string[]
    readonly labels: 'auto' | 'off'
    /** Severities whose alerts must have a runbook; `all` stands for every alert. */
    readonly required: readonly string[]
    /** Beginnings of addresses outside the site that count as runbooks. */
    readonly elsewhere: readonly string[]
  }
  readonly prometheus: PrometheusSettings & {
    /** Durations as Prometheus writes them. */
    readonly scrapeInterval: string
    readonly evaluationInterval: string
    readonly externalLabels: Readonly<Record<string, string>>
  }
  /** What `param` shortcodes stand for, by name. */
  readonly params: Readonly<Record<string, string>>
  readonly checks: Readonly<Record<string, Severity | 'off'>>
}

// ── 1 parse: what one file says ─────────────────────────────────────────────────────────────────────

/** One key and its value, as written. A list of fields keeps order and duplicates. */
export interface Field {
  readonly key: Text
  readonly value: Text
  /** The value is YAML's null: Go reads it as an empty string. */
  readonly isNull?: true
}

/**
 * A rule as written, before anything is known to be right about it. A field that is absent or null is
 * undefined. `unknown` holds the fields Prometheus does not have.
 */
export interface Rule {
  readonly range: Range
  readonly alert?: Field
  readonly record?: Field
  readonly expr?: Field
  readonly for?: Field
  readonly keepFiringFor?: Field
  readonly labels: readonly Field[]
  readonly annotations: readonly Field[]
  /** Where the `labels:` and `annotations:` entries stand (key to end of value), when written. */
  readonly labelsRange?: Range
  readonly annotationsRange?: Range
  readonly unknown: readonly Unknown[]
  /** A field could not be read, which a diagnostic says: what is missing here may have been written. */
  readonly broken?: true
}

/** A field that rule files of Prometheus do not have (it may exist in Mimir or Thanos). */
export interface Unknown {
  readonly key: Text
  readonly range: Range
  /** The Go type that lacks it, as Prometheus names it: `rulefmt.RuleGroups`, `rulefmt.RuleGroup`, `rulefmt.Rule`. */
  readonly type: string
}

/** A group as written, in a rule file or a `groups:` block; a block of bare rules is a group without name. */
export interface RuleGroup {
  readonly range: Range
  /** Undefined for bare rules in a runbook: the page's group is meant. */
  readonly name?: Field
  readonly interval?: Field
  readonly queryOffset?: Field
  readonly limit?: Field
  readonly labels: readonly Field[]
  /** Where the `labels:` entry stands, as in a rule. */
  readonly labelsRange?: Range
  readonly rules: readonly Rule[]
  readonly unknown: readonly Unknown[]
  /** As in a rule. */
  readonly broken?: true
  /** Which object of a manifest file it stands in; names of groups are unique in one object. */
  readonly object?: number
}

/** A hand-written rule file (`groups:` or a PrometheusRule manifest), or one rule block of a runbook. */
export interface RuleFile {
  readonly kind: 'rules'
  readonly source: SourceInfo
  readonly groups: readonly RuleGroup[]
  readonly unknown: readonly Unknown[]
  readonly manifest?: true
  readonly ignores: readonly Ignore[]
  readonly diagnostics: readonly Diagnostic[]
}

/** A source without its text, as later stages know it; `hash` is the SHA-256 of the text. */
export interface SourceInfo {
  readonly path: string
}

/** Silences a check within a range, for a reason. */
export interface Ignore {
  readonly code: string
  readonly range: Range
  readonly reason: string
  /** Where it holds. */
  readonly scope: Range
}

export interface Heading {
  readonly range: Range
  readonly depth: number
  readonly text: string
  /** GitHub's anchor for it, unique in the page. */
  readonly slug: string
  /** Characters of content up to the next heading of the same or a higher level, white space not counted. */
  readonly contentLength: number
}

/** A hyperlink in a runbook: `[text](target)`, reference, image, autolink, or `ref`/`relref` shortcode. */
export interface Link {
  readonly range: Range
  readonly target: string
  readonly targetRange: Range
  readonly image?: true
  /** The target of a `ref` shortcode: `/` is the folder of the runbooks, and a name alone is looked for everywhere. */
  readonly ref?: true
}

/** A query in the prose: a fence with PromQL. */
export interface Query {
  readonly text: Text
}

/** A place on a page filled from the firing alert's labels. */
export interface Slot {
  readonly range: Range
  readonly label: string
}

/** A `{{% rule "file" "Alert" %}}` shortcode. */
export interface RuleRef {
  readonly range: Range
  readonly file: string
  readonly alert: Text
}

export interface Frontmatter {
  /** The `---` block, when there is one. */
  readonly range?: Range
  readonly title?: Text
  readonly description?: Text
  readonly owner?: Text
  readonly channel?: Text
  readonly escalation?: Text
  readonly severity?: Text
  readonly group?: Text
  readonly reviewed?: Text
  readonly reviewEvery?: Text
  readonly draft?: boolean
  readonly tags: readonly Text[]
  readonly keywords: readonly Text[]
  readonly services: readonly Text[]
  readonly alerts: readonly Text[]
  readonly aliases: readonly Text[]
  readonly dashboards: readonly Text[]
  /** `todo 2026-12-31`: the page is still to be written, and until when. */
  readonly runbook?: Text
  readonly labels: readonly Field[]
  readonly annotations: readonly Field[]
}

/** A Markdown source, parsed. */
export interface Runbook {
  readonly kind: 'runbook'
  readonly source: SourceInfo
  readonly frontmatter: Frontmatter
  readonly headings: readonly Heading[]
  readonly links: readonly Link[]
  /** Anchors that raw HTML defines (`id`, `name`); on the page they carry the prefix `user-content-`. */
  readonly anchors: readonly string[]
  /** The first paragraph of the section Meaning, else of the page, as plain text. */
  readonly summary: string
  readonly queries: readonly Query[]
  readonly slots: readonly Slot[]
  readonly ruleRefs: readonly RuleRef[]
  /** Names that `param` shortcodes ask the site's configuration for. */
  readonly params?: readonly Text[]
  /** Compiled rule blocks, in order of position. */
  readonly blocks: readonly RuleBlock[]
  /** Rule blocks that are not compiled but show a rule (inside `{{% comment %}}`). */
  readonly copies: readonly RuleBlock[]
  readonly ignores: readonly Ignore[]
  /** Suspicious Markdown found on the way: text that the page would not show as written. */
  readonly literals: readonly Literal[]
  /** The page would show nothing. */
  readonly isEmpty: boolean
  /** The page shows a diagram, whose drawing is heavy to load. */
  readonly hasDiagram: boolean
  readonly body: Body
  readonly diagnostics: readonly Diagnostic[]
}

/** A fenced rule block in a runbook. */
export interface RuleBlock {
  readonly range: Range
  readonly groups: readonly RuleGroup[]
}

/** Text that Markdown turns into something else than its author meant. */
export interface Literal {
  readonly kind: 'strong' | 'tag'
  readonly range: Range
  readonly text: string
}

/**
 * The rendered body: sanitised HTML with holes where only the whole program knows what to write. Strings
 * and holes alternate freely; concatenated in order they are the page's content.
 */
export type Body = readonly (string | Hole)[]

export type Hole =
  /** The value of an `href` or `src` that is no absolute address, as written. */
  | { readonly kind: 'link'; readonly target: string }
  /** The page's first heading of depth 1: the layout writes it. */
  | { readonly kind: 'title' }
  /** The rendered rules of `blocks[index]`. */
  | { readonly kind: 'block'; readonly index: number }
  /** The rule `ruleRefs[index]` names. */
  | { readonly kind: 'ruleRef'; readonly index: number }
  /** A `mermaid` fence. */
  | { readonly kind: 'diagram'; readonly source: string }
  /** A parameter of the site. */
  | { readonly kind: 'param'; readonly name: string }
  /** A word of the prose that may be an alert's name. */
  | { readonly kind: 'name'; readonly name: string }

export type Parsed = Runbook | RuleFile

// ── 2 bind: what all files mean together ────────────────────────────────────────────────────────────

/** A runbook's page. */
export interface Page {
  readonly runbook: Runbook
  readonly title: string
  /** Path under the site's base, `alloy/remote-write/`; `''` for the root page. */
  readonly path: string
  /** Absolute address: `site.url` and `path`. */
  readonly url: string
  /** Rules whose block stands in this page, then the rules bound to it from elsewhere. */
  readonly rules: readonly BoundRule[]
  /** The runbook's links, in order. */
  readonly links: readonly BoundLink[]
  /** The names it goes by: its file (its folder, where the file is an index), title and first heading. */
  readonly names: readonly string[]
  /** The runbook's rule shortcodes, in order. */
  readonly refs: readonly BoundRef[]
  /** Its frontmatter says that it is still to be written; `until` is undefined where no date is. */
  readonly promise?: { readonly range: Range; readonly until: string | undefined }
}

/** A rule shortcode and the rules it names: several where an alert has tiers, none where it is gone. */
export interface BoundRef {
  readonly ref: RuleRef
  readonly rules: readonly BoundRule[]
}

/** A link and where it leads. */
export type BoundLink = { readonly link: Link } & (
  | { readonly kind: 'external' }
  /** `anchor` is the id on the page, `''` for the page itself. */
  | { readonly kind: 'page'; readonly path: string; readonly anchor: string; readonly missingAnchor?: true }
  /** A file of the repository that is no runbook; its path from the root. */
  | { readonly kind: 'file'; readonly file: string }
  | { readonly kind: 'missing' }
)

/** A label or annotation of a compiled rule, with the place it comes from (rule, frontmatter). */
export interface Pair {
  readonly key: string
  readonly value: string
  readonly from: Place
  /** The value's way back to its characters; absent when it was made by the compiler. */
  readonly text?: Text
}

/** A rule in its group, with defaults applied and its expression parsed. */
export interface BoundRule {
  readonly kind: 'alert' | 'record'
  readonly name: string
  readonly rule: Rule
  readonly file: string
  readonly group: string
  /** The expression and what is wrong with it; undefined when the rule has none. */
  readonly query: ParseResult | undefined
  readonly expr: Expr | undefined
  readonly labels: readonly Pair[]
  readonly annotations: readonly Pair[]
  /** The page that explains it, by path; undefined when there is none. */
  readonly page: string | undefined
  /** Fragment on that page, without `#`; `''` where the page is the alert's alone. */
  readonly anchor: string
  /** The runbook link as it is compiled, label slots included; undefined when there is no page. */
  readonly link: string | undefined
  /** The address of the page and the anchor, without label slots: what a hand-written link should lead to. */
  readonly address: string | undefined
  /** The runbook links as the rule itself writes them. */
  readonly written: readonly WrittenLink[]
  /** Compiled by us (block in a runbook or file in `rules/`): false for copies. */
  readonly compiled: boolean
}

/** A runbook link in the annotations of a rule, and where it leads. */
export type WrittenLink = { readonly field: Field } & (
  | { readonly kind: 'page'; readonly path: string; readonly anchor: string; readonly missingAnchor?: true }
  /** Under the site's address, where no page is; `path` as far as it can be told. */
  | { readonly kind: 'missing'; readonly path: string }
  /** An address that is not the site's. */
  | { readonly kind: 'elsewhere' }
  /** No address that a browser, or a notification, takes for one. */
  | { readonly kind: 'invalid'; readonly reason: string }
  /** A template makes the address: only the firing alert knows it. */
  | { readonly kind: 'template' }
  /** `todo 2026-12-31`: a promise of a runbook; `until` is undefined where no date is written. */
  | { readonly kind: 'todo'; readonly until: string | undefined }
)

/** A group as emitted: members in order of file path, then position. */
export interface Group {
  readonly name: string
  readonly interval: string | undefined
  readonly queryOffset: string | undefined
  readonly limit: string | undefined
  readonly labels: readonly Pair[]
  readonly rules: readonly BoundRule[]
  /** The first place that named it. */
  readonly from: Place
}

/** An address that was published once, as `alertbook.links.yml` records it. */
export interface Published extends Place {
  /** Path under the site's base. */
  readonly path: string
  readonly title: string
  readonly alerts: readonly string[]
  /** Anchors of alerts that the page had → the alert each leads to now, `''` where it was removed. */
  readonly anchors: Readonly<Record<string, string>>
  /** Where the address leads since the page is gone: a path under the base, an anchor with it, or an address. */
  readonly moved?: string
  /** Why there is nothing any more; may be empty. */
  readonly removed?: string
  /** Paths of pages that took its place. */
  readonly see: readonly string[]
}

/** A page that sends its visitors on. `from` is a path under the base or of a file below it, `to` as in `Published`. */
export interface Redirect extends Place {
  readonly from: string
  readonly to: string
}

/** A page that says what was at its address. */
export interface Tombstone {
  readonly from: string
  readonly name: string
  readonly reason: string
  readonly see: readonly string[]
}

/** An anchor of an alert that its page no longer has. */
export interface FormerAnchor {
  /** The page's path. */
  readonly page: string
  readonly anchor: string
  /** Path and anchor of the alert that took its place; undefined where it was removed. */
  readonly to: string | undefined
  /** Name of that alert. */
  readonly alert: string | undefined
}

/** A published address that leads nowhere as yet, and what a build will make of it. */
export interface LostAddress extends Place {
  readonly path: string
  readonly anchor: string
  readonly alerts: readonly string[]
  readonly to: string | undefined
}

/** What became of every address that was ever published. */
export interface Addresses {
  readonly redirects: readonly Redirect[]
  readonly tombstones: readonly Tombstone[]
  readonly anchors: readonly FormerAnchor[]
  readonly lost: readonly LostAddress[]
  /** What the record says after this build, in order of path. */
  readonly record: readonly Omit<Published, 'file' | 'range'>[]
}

/** Everything bound together. */
export interface Program {
  readonly runbooks: readonly Runbook[]
  readonly ruleFiles: readonly RuleFile[]
  readonly pages: readonly Page[]
  readonly groups: readonly Group[]
  readonly rules: readonly BoundRule[]
  readonly addresses: Addresses
  /** The day of the build, `2026-11-21`; undefined where no clock is: then nothing is ever overdue. */
  readonly today: string | undefined
  /** The text of every source by path: for line numbers. */
  readonly texts: ReadonlyMap<string, string>
  readonly diagnostics: readonly Diagnostic[]
}

// ── 4 emit ──────────────────────────────────────────────────────────────────────────────────────────

/** A file to write; path relative to the output folder. */
export interface OutputFile {
  readonly path: string
  readonly text: string | Uint8Array
  /** Files with the same path and key have the same text: it need not be made to know that. */
  readonly key?: string
}

/** What `compile` returns; `outputs` is empty when any diagnostic is an error. */
export interface Compilation {
  readonly program: Program
  readonly diagnostics: readonly Diagnostic[]
  readonly outputs: readonly OutputFile[]
}
