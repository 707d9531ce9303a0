/** Which alerts a page of a wiki explains, or may explain. Pure. */
import { isWebAddress } from '../../../text/address.ts'
import { likeness, plainName, wordsOf } from '../../../text/likeness.ts'
import { withoutEnd } from '../../../text/without-end.ts'
import { nameOf, type WikiPage } from './wiki.ts'

/** An alert for matching; tiers with one name are one. */
export interface Wanted {
  readonly name: string
  readonly group: string
  /** Link targets of its rules, as written. */
  readonly links: readonly string[]
}

export type Reason = 'named in its frontmatter' | 'by name' | 'by its link' | 'by a heading'

export interface Match {
  readonly alert: Wanted
  readonly reason: Reason
}

export interface Candidate {
  readonly alert: Wanted
  /** Fraction of words in common: 0 to 1. */
  readonly likeness: number
}

/** Words around an alert's name in a title: `Runbook: ApiDown`, `ApiDown (alert)`. */
const AROUND = /\b(?:alerts?|run-?books?|play-?books?|how to|handling|fix(?:ing)?)\b/giu

/** A name of several words is distinctive: it may be anywhere in a title. */
const isDistinctive = (name: string): boolean => wordsOf(name).length > 1

function containsName(text: string, name: string): boolean {
  const at = text.indexOf(name)
  if (at < 0) return false
  const isPart = (character: string | undefined): boolean => /[\p{L}\p{N}_]/u.test(character ?? '')
  return !isPart(text[at - 1]) && !isPart(text[at + name.length])
}

const isNamed = ({ names }: WikiPage, alert: string): boolean =>
  names.some(
    (name) =>
      plainName(name) === plainName(alert) ||
      plainName(name.replace(AROUND, '')) === plainName(alert) ||
      (isDistinctive(alert) && containsName(name, alert)),
  )

/** Whether a link of the alert leads to the page: by its number in the wiki, or by its last path segments. */
function isLinked({ id, names, source }: WikiPage, { links }: Wanted): boolean {
  const paths = new Set([...names, source.path.replace(/\.[^./]*$/, '')].map(plainName))
  return links.some((link) => {
    if (!isWebAddress(link) || link.includes('{{')) return false
    const [path = '', query = ''] = link.replace(/#.*$/s, '').split('?')
    const asked = new URLSearchParams(query).get('pageId')
    const segments = withoutEnd(path, '/').split('/').slice(3)
    const last = nameOf(segments.at(-1) ?? '')
    if (id !== undefined && (asked === id || last.id === id || segments.includes(id))) return true
    return last.name !== '' && paths.has(plainName(last.name))
  })
}

/** The alerts of a page, each with the first reason that applies. */
export function matchesOf(page: WikiPage, alerts: readonly Wanted[]): Match[] {
  const { frontmatter, headings } = page.runbook
  const listed = new Set(frontmatter.alerts.map(({ value }) => value))
  const below = headings.filter(({ depth }) => depth > 1).map(({ text }) => text)
  return alerts.flatMap((alert): Match[] => {
    if (listed.has(alert.name)) return [{ alert, reason: 'named in its frontmatter' }]
    if (isNamed(page, alert.name)) return [{ alert, reason: 'by name' }]
    if (isLinked(page, alert)) return [{ alert, reason: 'by its link' }]
    const isHeading = isDistinctive(alert.name) && below.some((text) => containsName(text, alert.name))
    return isHeading ? [{ alert, reason: 'by a heading' }] : []
  })
}

/** Most candidates shown for a page. */
const SHOWN = 3
/** Smallest fraction of words in common. */
const LEAST = 0.5

/** Alerts with names similar to the page's, most similar first; they are suggestions only. */
export function candidatesOf({ names }: WikiPage, alerts: readonly Wanted[]): Candidate[] {
  const own = names.map((name) => wordsOf(name.replace(AROUND, '')))
  return alerts
    .map((alert) => {
      const words = wordsOf(alert.name)
      return { alert, likeness: Math.max(0, ...own.map((one) => likeness(one, words))) }
    })
    .filter((candidate) => candidate.likeness >= LEAST)
    .sort((a, b) => b.likeness - a.likeness || (a.alert.name < b.alert.name ? -1 : 1))
    .slice(0, SHOWN)
}
