/** The configuration, derived from the table of its keys: see `../config/keys.ts`. */
import type { CONFIG_KEYS, ConfigKey } from '../config/keys.ts'
import type { Camel } from '../text/camel.ts'
import type { Severity } from './diagnostic.ts'

type Rows = typeof CONFIG_KEYS
type Name = keyof Rows

interface Values {
  text: string
  texts: readonly string[]
  words: readonly (readonly string[])[]
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

/** Severities for part of the project. */
export interface Override {
  /** Folders or files, as paths from the root. */
  readonly in: readonly string[]
  readonly checks: Readonly<Record<string, Severity | 'off'>>
}

/** Requirements on one label or annotation. */
export interface Policy {
  readonly name: string
  /** Whether rules without it are reported. */
  readonly required: boolean
  /** Allowed values; empty for any. */
  readonly values: readonly string[]
  /** A regular expression for the whole value; `''` for any. */
  readonly pattern: string
  /** Folders or files it applies to; empty for all. */
  readonly in: readonly string[]
  readonly rules: 'alerts' | 'records' | 'all'
}

/** A link on every page of an alert; `url` may have slots, and the labels in `when` must be present. */
export interface HouseLink {
  readonly title: string
  readonly url: string
  readonly when: readonly string[]
}

/** Metadata of a PrometheusRule object; an empty namespace is not written. */
export interface PrometheusRuleMeta {
  readonly name: string
  readonly namespace: string
  readonly labels: Readonly<Record<string, string>>
  readonly annotations: Readonly<Record<string, string>>
}

/** The type of a table row's value. */
type ValueOf<R extends ConfigKey> = R extends { readonly of: readonly (infer Word)[] }
  ? Word
  : Values[R['kind']]

type Section<N extends Name> = N extends `${infer S}.${string}` ? S : never
type Leaf<N extends Name> = N extends `${string}.${infer L}` ? Camel<L> : never

/**
 * `alertbook.yml` with defaults filled in. The keys are explained in `config/keys.ts`; a `base` is empty or ends with
 * `/`, a `url` does not end with it.
 */
export type Config = {
  readonly [N in Exclude<Name, `${string}.${string}`> as Camel<N>]: ValueOf<Rows[N]>
} & {
  readonly [S in Section<Name>]: {
    readonly [N in Extract<Name, `${S}.${string}`> as Leaf<N>]: ValueOf<Rows[N]>
  }
} & {
  /** Like promtool's flag of that name; set by an option of `check`. */
  readonly prometheus: { readonly ignoreUnknownFields?: boolean }
}

/** Settings of the Prometheus that loads the rules, as far as they decide which rules are valid. */
export type PrometheusSettings = Pick<
  Config['prometheus'],
  'version' | 'features' | 'names' | 'target' | 'ignoreUnknownFields'
>
