/** The nouns of published addresses: what was there, and what stands there now. Types only. */
import type { Place } from '../text/source.ts'

/** An address that was published once, as `alertbook.links.yml` records it. */
export interface Published extends Place {
  /** Path under the site's base. */
  readonly path: string
  readonly title: string
  readonly alerts: readonly string[]
  /** Anchors of alerts that the page had → the alert each leads to now, `''` where it was removed. */
  readonly anchors: Readonly<Record<string, string>>
  /** Where the address leads since the page is gone: a path under the base, an anchor with it, or an address. */
  readonly moved?: string
  /** Why there is nothing any more; may be empty. */
  readonly removed?: string
  /** Paths of pages that took its place. */
  readonly see: readonly string[]
}

/** A page that sends its visitors on. `from` is a path under the base or of a file below it, `to` as in `Published`. */
export interface Redirect extends Place {
  readonly from: string
  readonly to: string
}

/** A page that says what was at its address. */
export interface Tombstone extends Place {
  readonly from: string
  readonly name: string
  /** The alerts that were explained there. */
  readonly alerts: readonly string[]
  readonly reason: string
  readonly see: readonly string[]
}

/** An anchor of an alert that its page no longer has. */
export interface FormerAnchor {
  /** The page's path. */
  readonly page: string
  readonly anchor: string
  /** Path and anchor of the alert that took its place; undefined where it was removed. */
  readonly to: string | undefined
  /** Name of that alert. */
  readonly alert: string | undefined
}

/** A published address that leads nowhere as yet, and what a build will make of it. */
export interface LostAddress extends Place {
  readonly path: string
  readonly anchor: string
  readonly alerts: readonly string[]
  readonly to: string | undefined
}

/** What became of every address that was ever published. */
export interface Addresses {
  readonly redirects: readonly Redirect[]
  readonly tombstones: readonly Tombstone[]
  readonly anchors: readonly FormerAnchor[]
  readonly lost: readonly LostAddress[]
  /** What the record says after this build, in order of path. */
  readonly record: readonly Omit<Published, 'file' | 'range'>[]
}
