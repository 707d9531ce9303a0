/** Input of an import, and its changes to files. */
import type { Rule, RuleFile, Source } from '../../model.ts'

/** A rule file to import; `name`: its path within the argument, without its file ending. */
export interface Input {
  readonly source: Source
  readonly file: RuleFile
  readonly name: string
}

/** All rules of its file. */
export const rulesOf = ({ file }: Input): Rule[] => file.groups.flatMap(({ rules }) => rules)

export type Change =
  | { readonly kind: 'written'; readonly path: string; readonly text: string }
  | { readonly kind: 'changed'; readonly path: string; readonly text: string; readonly old: Source }
  | { readonly kind: 'removed'; readonly path: string; readonly old: Source }
