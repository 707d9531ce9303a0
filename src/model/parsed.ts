/** The content of one file, as returned by `parse`: see `../model.ts`. */
import type { GroupRow, PairsOf, RuleRow, ValuesOf } from '../rule-fields.ts'
import type { Range, Text } from '../text/source.ts'
import type { Diagnostic } from './diagnostic.ts'
import type { Field } from './field.ts'
import type { Frontmatter } from './frontmatter.ts'
import type { TestBlock } from './runbook-tests.ts'

/**
 * The fields of rows of `rule-fields.ts`: an optional value; or a list of pairs, with the range of its entry (from the
 * key to the end).
 */
type Written<R extends RuleRow | GroupRow> = {
  readonly [P in ValuesOf<R>]?: Field
} & {
  readonly [P in PairsOf<R>]: readonly Field[]
} & {
  readonly [P in PairsOf<R> as `${P}Range`]?: Range
}

/**
 * A rule as written, before verification. A field that is absent or null is undefined. `unknown`: fields that
 * Prometheus does not have.
 */
export interface Rule extends Written<RuleRow> {
  readonly range: Range
  readonly unknown: readonly Unknown[]
  /** Keys of fields that are null or come from a merge, if not every version of Prometheus has the field. */
  readonly empty?: readonly Text[]
  /** Some field could not be read, and a diagnostic says so: a property that is absent here may have been written. */
  readonly broken?: true
}

/** A field that Prometheus' rule files do not have (but perhaps Mimir's or Thanos'). */
export interface Unknown {
  readonly key: Text
  readonly range: Range
  /** The Go type that lacks it, as Prometheus names it: `rulefmt.RuleGroups`, `rulefmt.RuleGroup`, `rulefmt.Rule`. */
  readonly type: string
}

/**
 * A group as written, in a rule file or a `groups:` block. In a runbook, a block of bare rules is a group without a
 * name: the page's group.
 */
export interface RuleGroup extends Written<GroupRow> {
  readonly range: Range
  readonly rules: readonly Rule[]
  readonly unknown: readonly Unknown[]
  /** As in a rule. */
  readonly empty?: readonly Text[]
  /** As in a rule. */
  readonly broken?: true
  /** Number of its object in a manifest file; names of groups are unique within one object. */
  readonly object?: number
}

/** Metadata of an object in a manifest; each field is absent if not written. */
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
  /** Metadata of its PrometheusRule objects, in order. */
  readonly objects?: readonly ObjectMeta[]
  readonly ignores: readonly Ignore[]
  /** Present if its text may contain parameters: the values that the page's own frontmatter defines. */
  readonly asks?: OwnValues
  /** A template in it may match regular expressions: the engine for them is needed. */
  readonly mayUseRegexps?: true
  readonly diagnostics: readonly Diagnostic[]
}

/** Names and values; empty in a rule file. */
export type OwnValues = readonly (readonly [name: string, value: string])[]

/** A source without its text, for later stages. */
export interface SourceInfo {
  readonly path: string
}

/** Silences a check within a range, with a reason. */
export interface Ignore {
  readonly code: string
  readonly range: Range
  readonly reason: string
  /** The range to which it applies. */
  readonly scope: Range
}

/** A heading of a runbook. */
export interface Heading {
  readonly range: Range
  readonly depth: number
  readonly text: string
  /** Its GitHub anchor, unique on the page. */
  readonly slug: string
  /** Number of characters up to the next heading of the same or a higher level, without white space. */
  readonly contentLength: number
}

/** A hyperlink in a runbook: `[text](target)`, reference, image, autolink, or `ref`/`relref` shortcode. */
export interface Link {
  readonly range: Range
  readonly target: string
  readonly targetRange: Range
  readonly image?: true
  /** The names in a link of a wiki, `[[Page|Text]]`: either may be the page. Its target is the whole link as written. */
  readonly names?: readonly string[]
  /** It has no text: what it leads to is its text, as in MyST. */
  readonly bare?: true
  /** The target of a `ref` shortcode: `/` is the folder of the runbooks, and a bare name is searched everywhere. */
  readonly ref?: true
}

/** A Mermaid fence; its first word says which kind of diagram it is. */
export interface Diagram {
  readonly kind: string
  readonly range: Range
}

/** A query in the prose: a PromQL fence. */
export interface Query {
  readonly text: Text
}

/** A place on a page that is filled from the firing alert's labels. */
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

/** A label of MyST, `(label)=`. */
export interface Label {
  readonly name: string
  /** The anchor of the heading that it is above. */
  readonly heading?: string
}

/** A Markdown source, parsed. */
export interface Runbook {
  readonly kind: 'runbook'
  readonly source: SourceInfo
  /** Length of its text, in UTF-16 units. */
  readonly length: number
  /** As of a rule file. */
  readonly mayUseRegexps?: true
  /** Labels of MyST, `(label)=`, which links of all pages may name; they are among the anchors. */
  readonly labels?: readonly Label[]
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
  /** Names in `param` shortcodes, to be looked up in the site's configuration. */
  readonly params: readonly Text[]
  /** As in a rule file. */
  readonly asks?: OwnValues
  /** Compiled rule blocks, in order of position. */
  readonly blocks: readonly RuleBlock[]
  /** Rule blocks inside `{{% comment %}}`, which are not compiled: a function, like `body`. */
  readonly copies: () => readonly RuleBlock[]
  /** How many copies there are. */
  readonly copyCount: number
  /** Rules in fences marked `example`, which are shown and never compiled. */
  readonly examples?: readonly RuleBlock[]
  /** Tests of its alerts, in order of position. */
  readonly tests: readonly TestBlock[]
  readonly ignores: readonly Ignore[]
  /** Suspicious Markdown found on the way: text that the page would not show as written. */
  readonly literals: readonly Literal[]
  /** Fingerprint of what lists of pages show of it: the frontmatter's values, the summary, the headings' texts. */
  readonly outline: string
  /** Whether the page would be empty. */
  readonly isEmpty: boolean
  /** Its Mermaid diagrams. */
  readonly diagrams: readonly Diagram[]
  /** The page's content: a function, because it is large, and few builds need it for many pages. */
  readonly body: () => Body
  readonly diagnostics: readonly Diagnostic[]
}

/** A fenced rule block in a runbook. */
export interface RuleBlock {
  readonly range: Range
  readonly groups: readonly RuleGroup[]
}

/** Text that Markdown renders differently from what its author meant. */
export interface Literal {
  readonly kind: 'strong' | 'tag'
  readonly range: Range
  readonly text: string
  /** The address that contains it. */
  readonly word?: Range
}

/**
 * The rendered body: sanitised HTML, with holes for what depends on the whole program. Strings and holes in any order;
 * concatenated, they are the page's content.
 */
export type Body = readonly (string | Hole)[]

/** A place in a body that depends on the whole program, by kind. */
export type Hole =
  /** The value of an `href` or `src` other than an absolute address, as written. */
  | { readonly kind: 'link'; readonly target: string }
  /** A link of a wiki, as written. */
  | { readonly kind: 'wiki'; readonly target: string }
  /** The page's first level-1 heading, which the layout writes. */
  | { readonly kind: 'title' }
  /** The tests of `tests[index]`, with their YAML. */
  | { readonly kind: 'test'; readonly index: number; readonly source: string }
  /** The callout before the first section, which says what to do first. The layout puts it in the head. */
  | { readonly kind: 'lead'; readonly body: Body }
  /**
   * The rendered rules of `blocks[index]`. `early`: before the first section; the layout moves them to the end.
   * `folded`: inside `<details>`.
   */
  | { readonly kind: 'block'; readonly index: number; readonly early?: true; readonly folded?: true }
  /** The rule that `ruleRefs[index]` names; `early` and `folded` as above. */
  | { readonly kind: 'ruleRef'; readonly index: number; readonly early?: true; readonly folded?: true }
  /** A `mermaid` fence, and its number among the fences of the page. */
  | { readonly kind: 'diagram'; readonly source: string; readonly number: number }
  /** A parameter of the site. */
  | { readonly kind: 'param'; readonly name: string }
  /** A word of the prose that may be an alert's name. */
  | { readonly kind: 'name'; readonly name: string }

/** What `parse` makes of a source. */
export type Parsed = Runbook | RuleFile
