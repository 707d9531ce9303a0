/** The configuration, as the table of its keys has it: see `../config/keys.ts`. */
import type { CONFIG_KEYS, ConfigKey } from '../config/keys.ts'
import type { Camel } from '../text/camel.ts'
import type { Severity } from './diagnostic.ts'

type Rows = typeof CONFIG_KEYS
type Name = keyof Rows

interface Values {
  text: string
  texts: readonly string[]
  words: readonly (readonly string[])[]
  flag: boolean
  choice: never
  version: string
  duration: string
  size: number
  manifest: PrometheusRuleMeta | false
  url: string
  base: string
  pairs: Readonly<Record<string, string>>
  params: Readonly<Record<string, string>>
  links: readonly HouseLink[]
  severities: Readonly<Record<string, Severity | 'off'>>
  overrides: readonly Override[]
  policies: readonly Policy[]
}

/** Severities for a part of the project. */
export interface Override {
  /** Folders or files, by path from the root. */
  readonly in: readonly string[]
  readonly checks: Readonly<Record<string, Severity | 'off'>>
}

/** Requirements on one label or annotation. */
export interface Policy {
  readonly name: string
  /** Rules without it are found. */
  readonly required: boolean
  /** Values it may have; none where any will do. */
  readonly values: readonly string[]
  /** A regular expression for the whole value; `''` where any will do. */
  readonly pattern: string
  /** Folders or files it holds for; none for all. */
  readonly in: readonly string[]
  readonly rules: 'alerts' | 'records' | 'all'
}

/** A link that every page of an alert offers; `url` may have slots, and needs the labels of `when`. */
export interface HouseLink {
  readonly title: string
  readonly url: string
  readonly when: readonly string[]
}

/** The metadata of a PrometheusRule object; an empty namespace is not written. */
export interface PrometheusRuleMeta {
  readonly name: string
  readonly namespace: string
  readonly labels: Readonly<Record<string, string>>
  readonly annotations: Readonly<Record<string, string>>
}

/** The type of the value that a row of the table yields. */
type ValueOf<R extends ConfigKey> = R extends { readonly of: readonly (infer Word)[] }
  ? Word
  : Values[R['kind']]

type Section<N extends Name> = N extends `${infer S}.${string}` ? S : never
type Leaf<N extends Name> = N extends `${string}.${infer L}` ? Camel<L> : never

/**
 * `alertbook.yml` with defaults filled in. What each key means stands in `config/keys.ts`; a `base` is empty or ends
 * with `/`, a `url` does not.
 */
export type Config = {
  readonly [N in Exclude<Name, `${string}.${string}`> as Camel<N>]: ValueOf<Rows[N]>
} & {
  readonly [S in Section<Name>]: {
    readonly [N in Extract<Name, `${S}.${string}`> as Leaf<N>]: ValueOf<Rows[N]>
  }
} & {
  /** As promtool's flag of that name; an option of `check`. */
  readonly prometheus: { readonly ignoreUnknownFields?: boolean }
}

/** What loads the rules, as far as it decides which rules are right. */
export type PrometheusSettings = Pick<
  Config['prometheus'],
  'version' | 'features' | 'names' | 'target' | 'ignoreUnknownFields'
>
