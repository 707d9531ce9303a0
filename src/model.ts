/**
 * The types that cross stages, in the order in which the data comes into being. Types only. All values are read-only
 * plain data (they survive JSON). Later stages wrap earlier values and never change them.
 */

import type { LabelStatus } from './analysis/index.ts'
import type { Addresses } from './model/addresses.ts'
import type { Diagnostic } from './model/diagnostic.ts'
import type { Field } from './model/field.ts'
import type { Link, Rule, RuleFile, RuleRef, Runbook } from './model/parsed.ts'
import type { Expr, ParseResult } from './promql/index.ts'
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

/** The page of a runbook. */
export interface Page {
  readonly runbook: Runbook
  readonly title: string
  /** Path under the site's base, `alloy/remote-write/`; `''` for the root page. */
  readonly path: string
  /** Absolute address: `site.url` and `path`. */
  readonly url: string
  /** Checked, but not published. */
  readonly draft?: true
  /** Rules whose block is on this page, then the rules bound to it from elsewhere. */
  readonly rules: readonly BoundRule[]
  /** The runbook's links, in order. */
  readonly links: readonly BoundLink[]
  /** The names it goes by: its file (its folder, for an index file), title and first heading. */
  readonly names: readonly string[]
  /** The runbook's rule shortcodes, in order. */
  readonly refs: readonly BoundRef[]
  /** Its frontmatter says that it is still to be written; `until` is undefined without a date. */
  readonly promise?: { readonly range: Range; readonly until: string | undefined }
}

/** A rule shortcode and the rules it names: several for an alert with tiers, none if it is gone. */
export interface BoundRef {
  readonly ref: RuleRef
  readonly rules: readonly BoundRule[]
  /** None of them is in the file that the shortcode names. */
  readonly elsewhere?: true
}

/** A link and its target. */
export type BoundLink = { readonly link: Link } & (
  | { readonly kind: 'external' }
  /** `anchor`: the id on the page, `''` for the page itself. `text`: of a link of a wiki, what it shows. */
  | {
      readonly kind: 'page'
      readonly path: string
      readonly anchor: string
      readonly missingAnchor?: true
      readonly text?: string
    }
  /** A file of the repository other than a runbook, as a path from the root. `isAbsent`: known not to exist. */
  | { readonly kind: 'file'; readonly file: string; readonly isAbsent?: true }
  | { readonly kind: 'missing' }
)

/** A label or annotation of a compiled rule, with its place of origin (rule or frontmatter). */
export interface Pair {
  readonly key: string
  readonly value: string
  readonly from: Place
  /** The value mapped to its characters; absent if the compiler made it. */
  readonly text?: Text
}

/** The compiled labels and annotations: those of the rule, with the defaults of its page and group. */
type Compiled = { readonly [P in PairsOf<RuleRow>]: readonly Pair[] }

/** A rule in its group, with defaults applied and its expression parsed. Each is bound once: never copy one. */
export interface BoundRule extends Compiled {
  readonly kind: 'alert' | 'record'
  readonly name: string
  readonly rule: Rule
  readonly file: string
  readonly group: string
  /** The expression, parsed on first use; undefined if the rule has no valid one. */
  readonly expr: () => Expr | undefined
  /** The names of the metrics that the expression selects. */
  readonly metrics: () => readonly string[]
  /** Whether results of the expression carry a label; undefined if the rule has no valid expression. */
  readonly carries: (label: string) => LabelStatus | undefined
  /** Path of the page that explains it; undefined without one. */
  readonly page: string | undefined
  /** Fragment on that page, without `#`; `''` if the page explains this alert alone. */
  readonly anchor: string
  /** The compiled runbook link, including label slots; undefined without a page. */
  readonly link: string | undefined
  /** Address of page and anchor, without label slots: the correct target of a hand-written link. */
  readonly address: string | undefined
  /** The runbook links written in the rule itself. */
  readonly written: readonly WrittenLink[]
  /** Whether we compile it (a block in a runbook or a file in `rules/`): false for copies. */
  readonly compiled: boolean
}

/** A runbook link in the annotations of a rule, and its target. */
export type WrittenLink = { readonly field: Field } & (
  | { readonly kind: 'page'; readonly path: string; readonly anchor: string; readonly missingAnchor?: true }
  /** An address of the site without a page; `path`: as far as known. */
  | { readonly kind: 'missing'; readonly path: string }
  /** A path of the repository, from the root of the project, where the site has no runbook. */
  | { readonly kind: 'file'; readonly file: string }
  /** An address outside the site. */
  | { readonly kind: 'elsewhere' }
  /** An address that browsers or notifications do not accept; without a reason, one that only stands for an address. */
  | { readonly kind: 'invalid'; readonly reason?: string }
  /** An address made by a template, known only when the alert fires. */
  | { readonly kind: 'template' }
  /** `todo 2026-12-31`: a promised runbook; `until` is undefined without a date. */
  | { readonly kind: 'todo'; readonly until: string | undefined }
)

/** The fields of a group other than name and labels: rows of `rule-fields.ts`, as written. */
export type GroupSettings = {
  readonly [P in Exclude<ValuesOf<GroupRow>, 'name'>]: string | undefined
}

/** A group as emitted: members in order of file path, then position. */
export interface Group extends GroupSettings {
  readonly name: string
  readonly labels: readonly Pair[]
  readonly rules: readonly BoundRule[]
  /** The first place that names it. */
  readonly from: Place
}

/** Expressions, parsed for the configured Prometheus. */
export interface Queries {
  /** Each text is parsed once, however many rules and stages ask for it. */
  parse(text: string): ParseResult
  /** The names of the metrics that each expression selects; empty for an invalid one. */
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

/** The parameters of a project: where its configuration defines each, and the names that sources use. */
export interface Params {
  readonly written: readonly (Place & { readonly name: string })[]
  readonly used: readonly string[]
  /** Names that are asked for and have no value, which is an error. */
  readonly lacking: readonly string[]
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
  /** Names of the alerts that a test expects to fire; a test of one tier counts for all. */
  readonly tested: readonly string[]
  /** Day of the build, `2026-11-21`; undefined without a clock: then nothing is ever overdue. */
  readonly today: string | undefined
  /** The text of every source by path: for line numbers. */
  readonly texts: Texts
  /** By path: a fingerprint of a source's text, including the values filled into it. */
  readonly hashOf: (file: string) => string
  /** Parameters of the project; undefined if none were given. */
  readonly params?: Params | undefined
  readonly diagnostics: readonly Diagnostic[]
}

// ── 4 emit ──────────────────────────────────────────────────────────────────────────────────────────

/** A file to write; its path is relative to the output folder. */
export interface OutputFile {
  readonly path: string
  /** Its content, made anew on each call: a book is too large to hold in memory. */
  readonly make: () => string | Uint8Array
  /** Files with the same path and key have the same content, which then need not be made. */
  readonly key?: () => string | undefined
  /** Why a file is at this path, where an author wrote it: an alias, an entry of the record, a runbook. */
  readonly maker?: Place | undefined
  /** For a redirect within the site: the path of its target among the outputs. */
  readonly leadsTo?: string | undefined
}

/** Result of `compile`; `outputs` is empty if any diagnostic is an error. */
export interface Compilation {
  readonly program: Program
  readonly diagnostics: readonly Diagnostic[]
  readonly outputs: readonly OutputFile[]
}
