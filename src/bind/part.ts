/** The contribution of a file to groups, before binding. */

import type { LabelStatus } from '../analysis/index.ts'
import type { Field, Frontmatter, Pair, Place, Rule, RuleGroup } from '../model.ts'

/** One file's part of a group. */
export interface Part {
  readonly name: string
  readonly file: string
  /** Where the group's name is written; the block's place where the page names the group. */
  readonly from: Place
  readonly group: RuleGroup
  readonly labels: readonly Pair[]
  /** The page that contains its rules; undefined for rule files. */
  readonly page: string | undefined
  /** Its page is a draft: its rules are not compiled. */
  readonly draft: boolean
  /** The frontmatter with the defaults of its rules; undefined in rule files. */
  readonly defaults: Frontmatter | undefined
  readonly rules: readonly NamedRule[]
}

/** A rule with its name and place. */
export interface NamedRule {
  readonly kind: 'alert' | 'record'
  readonly name: string
  readonly rule: Rule
  readonly file: string
  readonly group: string
  /** Names of the metrics that its expression selects. */
  readonly metrics: () => readonly string[]
  /** Whether results of its expression carry a label. */
  readonly carries: (label: string) => LabelStatus | undefined
}

/** A field in its compiled form. */
export const pairOf = (field: Field, file: string): Pair => ({
  key: field.key.value,
  value: field.value.value,
  from: { file, range: field.value.range },
  text: field.value,
})
