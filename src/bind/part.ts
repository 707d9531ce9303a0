/** What files contribute to groups, before it is bound. */
import type { Field, Frontmatter, Pair, Place, Rule, RuleGroup } from '../model.ts'
import type { LabelStatus } from '../promql/index.ts'

/** A group as one file contributes to it. */
export interface Part {
  readonly name: string
  readonly file: string
  /** The name's place, or the block's where the page names the group. */
  readonly from: Place
  readonly group: RuleGroup
  readonly labels: readonly Pair[]
  /** The page that its rules stand in; undefined for rule files. */
  readonly page: string | undefined
  /** Its page is a draft: its rules are not compiled. */
  readonly draft: boolean
  /** The frontmatter whose defaults its rules take; undefined in rule files. */
  readonly defaults: Frontmatter | undefined
  readonly rules: readonly NamedRule[]
}

/** A rule that has a name, and where it stands. */
export interface NamedRule {
  readonly kind: 'alert' | 'record'
  readonly name: string
  readonly rule: Rule
  readonly file: string
  readonly group: string
  /** The names of the metrics its expression selects. */
  readonly metrics: () => readonly string[]
  /** Whether results of its expression carry a label. */
  readonly carries: (label: string) => LabelStatus | undefined
}

/** A field as it is compiled. */
export const pairOf = (field: Field, file: string): Pair => ({
  key: field.key.value,
  value: field.value.value,
  from: { file, range: field.value.range },
  text: field.value,
})
