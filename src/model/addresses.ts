/** Types of published addresses: former pages, and their replacements. Types only. */
import type { Place } from '../text/source.ts'

/** An address that was published once, as recorded in `alertbook.links.yml`. */
export interface Published extends Place {
  /** Path under the site's base. */
  readonly path: string
  readonly title: string
  readonly alerts: readonly string[]
  /** Anchors of alerts on the former page → the current page and anchor of each, `''` if it was removed. */
  readonly anchors: Readonly<Record<string, string>>
  /**
   * Where the address leads since the page is gone: a path under the base, optionally with an anchor, or an address.
   */
  readonly moved?: string
  /** Why nothing replaced it; may be empty. */
  readonly removed?: string
  /** Paths of pages that replaced it. */
  readonly see: readonly string[]
}

/** A page that redirects. `from`: a path under the base or of a file below it; `to`: as in `Published`. */
export interface Redirect extends Place {
  readonly from: string
  readonly to: string
}

/** A page that says what used to be at its address. */
export interface Tombstone extends Place {
  readonly from: string
  readonly name: string
  /** Alerts that it explained. */
  readonly alerts: readonly string[]
  readonly reason: string
  readonly see: readonly string[]
}

/** An anchor of an alert that has left its page. */
export interface FormerAnchor {
  /** Path of the page. */
  readonly page: string
  readonly anchor: string
  /** Path and anchor of the alert that replaced it; undefined if it was removed. */
  readonly to: string | undefined
  /** Name of that alert. */
  readonly alert: string | undefined
}

/** A published address that leads nowhere yet, and what a build will do with it. */
export interface LostAddress extends Place {
  readonly path: string
  readonly anchor: string
  readonly alerts: readonly string[]
  readonly to: string | undefined
}

/** The state of every address that was ever published. */
export interface Addresses {
  readonly redirects: readonly Redirect[]
  readonly tombstones: readonly Tombstone[]
  readonly anchors: readonly FormerAnchor[]
  readonly lost: readonly LostAddress[]
  /** The record after this build, in order of path. */
  readonly record: readonly Omit<Published, 'file' | 'range'>[]
}
