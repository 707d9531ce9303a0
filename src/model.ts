/**
 * The nouns: every type that crosses a stage, in the order in which the data comes into being. Types only.
 * All values are read-only and plain data (they survive JSON), later stages wrap earlier values and never
 * amend them.
 */

import type { Addresses } from './model/addresses.ts'
import type { Diagnostic } from './model/diagnostic.ts'
import type { Field } from './model/field.ts'
import type { Link, Rule, RuleFile, RuleRef, Runbook } from './model/parsed.ts'
import type { Expr, LabelStatus, ParseResult } from './promql/index.ts'
import type { GroupRow, PairsOf, RuleRow, ValuesOf } from './rule-fields.ts'
import type { Place, Range, Text, Texts } from './text/source.ts'

export type * from './model/addresses.ts'
export type * from './model/config.ts'
export type * from './model/diagnostic.ts'
export type * from './model/field.ts'
export type * from './model/frontmatter.ts'
export type * from './model/memory.ts'
export type * from './model/parsed.ts'
export type * from './model/picture.ts'
export type * from './model/runbook-tests.ts'
export type * from './model/tests.ts'
export type { Place, Range, Source, Text, Texts } from './text/source.ts'

// ── 2 bind: what all files mean together ────────────────────────────────────────────────────────────

/** A runbook's page. */
export interface Page {
  readonly runbook: Runbook
  readonly title: string
  /** Path under the site's base, `alloy/remote-write/`; `''` for the root page. */
  readonly path: string
  /** Absolute address: `site.url` and `path`. */
  readonly url: string
  /** Checked, but not published. */
  readonly draft?: true
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
  /** None of them stands in the file that the shortcode names. */
  readonly elsewhere?: true
}

/** A link and where it leads. */
export type BoundLink = { readonly link: Link } & (
  | { readonly kind: 'external' }
  /** `anchor` is the id on the page, `''` for the page itself. */
  | { readonly kind: 'page'; readonly path: string; readonly anchor: string; readonly missingAnchor?: true }
  /** A file of the repository that is no runbook; its path from the root. `isAbsent` where it is known not to be there. */
  | { readonly kind: 'file'; readonly file: string; readonly isAbsent?: true }
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

/** The labels and annotations that are compiled: those of the rule, with the defaults of its page and group. */
type Compiled = { readonly [P in PairsOf<RuleRow>]: readonly Pair[] }

/** A rule in its group, with defaults applied and its expression parsed. Each is bound once: never make a copy of one. */
export interface BoundRule extends Compiled {
  readonly kind: 'alert' | 'record'
  readonly name: string
  readonly rule: Rule
  readonly file: string
  readonly group: string
  /** The expression, parsed when it is first asked for; undefined when the rule has none that can be read. */
  readonly expr: () => Expr | undefined
  /** The names of the metrics that the expression selects. */
  readonly metrics: () => readonly string[]
  /** Whether results of the expression carry a label; undefined when the rule has none that can be read. */
  readonly carries: (label: string) => LabelStatus | undefined
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

/** What a group says beside its name and its labels: the rows of `rule-fields.ts`, as written. */
export type GroupSettings = {
  readonly [P in Exclude<ValuesOf<GroupRow>, 'name'>]: string | undefined
}

/** A group as emitted: members in order of file path, then position. */
export interface Group extends GroupSettings {
  readonly name: string
  readonly labels: readonly Pair[]
  readonly rules: readonly BoundRule[]
  /** The first place that named it. */
  readonly from: Place
}

/** Expressions, as the Prometheus that is configured reads them. */
export interface Queries {
  /** Each text is parsed once, however many rules and stages ask for it. */
  parse(text: string): ParseResult
  /** The names of the metrics that each of some expressions selects; none where one cannot be read. */
  metrics(texts: readonly string[]): readonly (readonly string[])[]
  /** The labels that results of each of some expressions carry; null where one cannot be read. */
  labels(texts: readonly string[]): readonly (Carried | null)[]
}

/** The labels that results of an expression carry. */
export interface Carried {
  /** Every label that is not in `known`. */
  readonly rest: LabelStatus
  readonly known: readonly (readonly [label: string, status: LabelStatus])[]
}

/** The parameters of a project: where its configuration writes each, and the names that sources ask for. */
export interface Params {
  readonly written: readonly (Place & { readonly name: string })[]
  readonly used: readonly string[]
}

/** Everything bound together. */
export interface Program {
  readonly runbooks: readonly Runbook[]
  readonly ruleFiles: readonly RuleFile[]
  readonly pages: readonly Page[]
  /** The page at a path under the site's base. */
  readonly pageAt: (path: string | undefined) => Page | undefined
  readonly groups: readonly Group[]
  readonly rules: readonly BoundRule[]
  readonly addresses: Addresses
  /** Names of the alerts that a test shows firing; what a test says of one tier counts for all. */
  readonly tested: readonly string[]
  /** The day of the build, `2026-11-21`; undefined where no clock is: then nothing is ever overdue. */
  readonly today: string | undefined
  /** The text of every source by path: for line numbers. */
  readonly texts: Texts
  /** A fingerprint of the text of a source with what was put into it, by its path. */
  readonly hashOf: (file: string) => string
  /** Parameters of the project; undefined where nobody told of them. */
  readonly params?: Params | undefined
  readonly diagnostics: readonly Diagnostic[]
}

// ── 4 emit ──────────────────────────────────────────────────────────────────────────────────────────

/** A file to write; path relative to the output folder. */
export interface OutputFile {
  readonly path: string
  /** Its content, made anew each time it is asked for: a book is larger than what should be held at once. */
  readonly make: () => string | Uint8Array
  /** Files with the same path and key have the same content: it need not be made to know that. */
  readonly key?: () => string | undefined
  /** What asks for a file at this path, where an author wrote it: an alias, an entry of the record, a runbook. */
  readonly maker?: Place | undefined
  /** Of a redirect within the site: the path of the output that it leads to. */
  readonly leadsTo?: string | undefined
}

/** What `compile` returns; `outputs` is empty when any diagnostic is an error. */
export interface Compilation {
  readonly program: Program
  readonly diagnostics: readonly Diagnostic[]
  readonly outputs: readonly OutputFile[]
}
