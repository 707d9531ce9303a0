/** The frontmatter of a runbook, derived from the table of its keys: see `../frontmatter-keys.ts`. */
import type { FRONTMATTER_KEYS, FrontmatterKey } from '../frontmatter-keys.ts'
import type { Camel } from '../text/camel.ts'
import type { Range, Text } from '../text/source.ts'
import type { Field } from './field.ts'

type Rows = typeof FRONTMATTER_KEYS

/** A link in the frontmatter; without a title, one is derived from its address. */
export interface Dashboard {
  readonly url: Text
  readonly title?: Text
}

interface Values {
  text: Text
  names: Text
  flag: boolean
  list: readonly Text[]
  links: readonly Dashboard[]
  fields: readonly Field[]
}

/** Names of the keys with certain shapes. */
type Named<S extends FrontmatterKey['shape']> = {
  [N in keyof Rows]: Rows[N]['shape'] extends S ? N : never
}[keyof Rows]

/** Absent texts are undefined, absent lists are empty. */
export type Frontmatter = {
  /** The `---` block, if there is one. */
  readonly range?: Range
} & {
  readonly [N in Named<'text' | 'names' | 'flag'> as Camel<N>]?: Values[Rows[N]['shape']]
} & {
  readonly [N in Named<'list' | 'links' | 'fields'> as Camel<N>]: Values[Rows[N]['shape']]
}

/** A frontmatter's texts as pages show them: `''` for missing ones. */
export type FrontmatterTexts = {
  readonly [N in Named<'text' | 'names'> as Camel<N>]: string
} & {
  readonly [N in Named<'list'> as Camel<N>]: readonly string[]
}
