/** What one file says, as `parse` yields it: see `../model.ts`. */
import type { GroupRow, PairsOf, RuleRow, ValuesOf } from '../rule-fields.ts'
import type { Range, Text } from '../text/source.ts'
import type { Diagnostic } from './diagnostic.ts'
import type { Field } from './field.ts'
import type { Frontmatter } from './frontmatter.ts'
import type { TestBlock } from './runbook-tests.ts'

/** The fields of rows of `rule-fields.ts`: one value or none; a list of pairs, and where its entry stands (key to end). */
type Written<R extends RuleRow | GroupRow> = {
  readonly [P in ValuesOf<R>]?: Field
} & {
  readonly [P in PairsOf<R>]: readonly Field[]
} & {
  readonly [P in PairsOf<R> as `${P}Range`]?: Range
}

/**
 * A rule as written, before anything is known to be right about it. A field that is absent or null is
 * undefined. `unknown` holds the fields Prometheus does not have.
 */
export interface Rule extends Written<RuleRow> {
  readonly range: Range
  readonly unknown: readonly Unknown[]
  /** A field could not be read, and a diagnostic says so: a property that is absent here may still have been written. */
  readonly broken?: true
}

/** A field that rule files of Prometheus do not have (it may exist in Mimir or Thanos). */
export interface Unknown {
  readonly key: Text
  readonly range: Range
  /** The Go type that lacks it, as Prometheus names it: `rulefmt.RuleGroups`, `rulefmt.RuleGroup`, `rulefmt.Rule`. */
  readonly type: string
}

/**
 * A group as written, in a rule file or a `groups:` block; a block of bare rules is a group without name, in a
 * runbook: the page's group is meant.
 */
export interface RuleGroup extends Written<GroupRow> {
  readonly range: Range
  readonly rules: readonly Rule[]
  readonly unknown: readonly Unknown[]
  /** As in a rule. */
  readonly broken?: true
  /** Which object of a manifest file it stands in; names of groups are unique in one object. */
  readonly object?: number
}

/** What a manifest says of an object beside its rules; absent where it does not. */
export interface ObjectMeta {
  readonly name?: string
  readonly namespace?: string
  readonly labels: readonly (readonly [key: string, value: string])[]
  readonly annotations: readonly (readonly [key: string, value: string])[]
}

/** A hand-written rule file (`groups:` or a PrometheusRule manifest), or one rule block of a runbook. */
export interface RuleFile {
  readonly kind: 'rules'
  readonly source: SourceInfo
  readonly groups: readonly RuleGroup[]
  readonly unknown: readonly Unknown[]
  readonly manifest?: true
  /** The metadata of its PrometheusRule objects, in order. */
  readonly objects?: readonly ObjectMeta[]
  readonly ignores: readonly Ignore[]
  /** There where its text may ask for a parameter: the values that the page's own frontmatter has for them. */
  readonly asks?: OwnValues
  readonly diagnostics: readonly Diagnostic[]
}

/** Names and values; none in a rule file. */
export type OwnValues = readonly (readonly [name: string, value: string])[]

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

/** A Mermaid fence: its first word says of what kind it is. */
export interface Diagram {
  readonly kind: string
  readonly range: Range
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

/** A Markdown source, parsed. */
export interface Runbook {
  readonly kind: 'runbook'
  readonly source: SourceInfo
  /** The site shows it as it is: it has no rules, no tests, no slots, and explains no alert. */
  readonly document?: true
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
  readonly params: readonly Text[]
  /** As in a rule file. */
  readonly asks?: OwnValues
  /** Compiled rule blocks, in order of position. */
  readonly blocks: readonly RuleBlock[]
  /** Rule blocks that are not compiled but show a rule (inside `{{% comment %}}`): see `body`. */
  readonly copies: () => readonly RuleBlock[]
  /** How many copies there are. */
  readonly copyCount: number
  /** Tests of its alerts, in order of position. */
  readonly tests: readonly TestBlock[]
  readonly ignores: readonly Ignore[]
  /** Suspicious Markdown found on the way: text that the page would not show as written. */
  readonly literals: readonly Literal[]
  /** Fingerprint of what lists of pages show of it: the frontmatter's values, the summary, the headings' texts. */
  readonly outline: string
  /** The page would show nothing. */
  readonly isEmpty: boolean
  /** Its Mermaid diagrams. */
  readonly diagrams: readonly Diagram[]
  /** The page's content: a function, as all that is large and seldom looked at. Few builds need it of many pages. */
  readonly body: () => Body
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
  /** The address that it is a part of. */
  readonly word?: Range
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
  /** The tests of `tests[index]`, with the YAML that says them. */
  | { readonly kind: 'test'; readonly index: number; readonly source: string }
  /** The callout before the first section: what to do first. The layout puts it into the head. */
  | { readonly kind: 'lead'; readonly body: Body }
  /**
   * The rendered rules of `blocks[index]`; `early` before the first section, where the layout moves them to the end,
   * `folded` inside `<details>`.
   */
  | { readonly kind: 'block'; readonly index: number; readonly early?: true; readonly folded?: true }
  /** The rule `ruleRefs[index]` names; `early` and `folded` as above. */
  | { readonly kind: 'ruleRef'; readonly index: number; readonly early?: true; readonly folded?: true }
  /** A `mermaid` fence, and its number among the fences of the page. */
  | { readonly kind: 'diagram'; readonly source: string; readonly number: number }
  /** A parameter of the site. */
  | { readonly kind: 'param'; readonly name: string }
  /** A word of the prose that may be an alert's name. */
  | { readonly kind: 'name'; readonly name: string }

export type Parsed = Runbook | RuleFile
