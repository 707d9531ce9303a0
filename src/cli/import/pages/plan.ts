/** Where the pages of a wiki go: a page with alerts goes by their group; the others keep their place. */
import { compileParsed } from '../../../compile-parsed.ts'
import type { Page, Program, Runbook, Source } from '../../../model.ts'
import { parse } from '../../../parse/index.ts'
import { groupBy } from '../../../text/group-by.ts'
import { bound, type Project } from './bound.ts'
import { type Candidate, candidatesOf, type Match, matchesOf, type Reason, type Wanted } from './match.ts'
import { type Home, type PageTarget, placesOf } from './places.ts'
import { fileOf, relocated, targetsOf } from './relocate.ts'
import { knownPages } from './same.ts'
import { fillStub } from './stub.ts'
import type { Wiki, WikiPage } from './wiki.ts'

/** One page of the export, and its destination. */
export interface Placed {
  readonly page: WikiPage
  readonly path: string
  readonly text: string
  readonly alerts: readonly { readonly name: string; readonly reason: Reason }[]
  /** A page of the project that it fills in, as read. */
  readonly stub: Source | undefined
}

export interface PagesPlan {
  readonly placed: readonly Placed[]
  /** Files that the pages show or link to: from the export, to the project. */
  readonly files: readonly { readonly from: string; readonly path: string }[]
  /** Pages that an earlier import has already taken over. */
  readonly there: readonly { readonly page: WikiPage; readonly by: string }[]
  /** Pages whose alerts already have another page: left alone. */
  readonly taken: readonly { readonly page: WikiPage; readonly alert: string; readonly by: string }[]
  readonly candidates: readonly { readonly path: string; readonly alerts: readonly Candidate[] }[]
  /** Alerts without a page, sorted by name. */
  readonly bare: readonly string[]
  /** Files of the export that no page shows. */
  readonly left: readonly string[]
}

/** The project, and where in it the pages go. */
export type PagesInput = Project & Home

export function planPages(wiki: Wiki, world: PagesInput): PagesPlan {
  const { config, sources, parsed } = world
  const { program } = compileParsed(parsed, sources, config, { checks: [] })
  const alerts = wantedOf(program)
  const homes = homesOf(program)
  const taken: PagesPlan['taken'][number][] = []
  const there: PagesPlan['there'][number][] = []
  const goals = new Map<WikiPage, PageTarget>()
  const wanted = matchesIn(wiki, alerts)
  const sameAs = knownPages(
    parsed.flatMap((one, at) =>
      one.kind === 'runbook' && (world.folder === '' || one.source.path.startsWith(`${world.folder}/`))
        ? [{ source: sources[at]!, runbook: one }]
        : [],
    ),
  )
  for (const page of wiki.pages) {
    const same = sameAs(page)
    if (same !== undefined) {
      there.push({ page, by: same })
      continue
    }
    const matches = wanted.get(page) ?? []
    const home = matches.map(({ alert }) => homes.get(alert.name)).find((one) => one !== undefined)
    const by = home?.page.runbook.source.path
    const stub = sources.find(({ path }) => path === by)
    if (home && by !== undefined && !(stub && fillStub(stub, home.page, page.source.text, page.runbook))) {
      taken.push({ page, alert: home.alert, by })
      continue
    }
    goals.set(page, { matches, stub })
  }
  const places = placesOf(wiki, goals, world)
  for (const { page, by } of [...there, ...taken]) places.set(page.source.path, by)
  const placed = bound(
    [...goals].map(([page, { matches, stub }]) => {
      const path = places.get(page.source.path)!
      const own = relocated(page, path, places, byLowerCase(wiki))
      const home = stub && program.pages.find(({ runbook }) => runbook.source.path === stub.path)
      const text = stub && home ? fillStub(stub, home, own, parse({ path, text: own }) as Runbook)! : own
      return {
        page,
        path,
        text,
        alerts: matches.map(({ alert, reason }) => ({ name: alert.name, reason })),
        stub,
      }
    }),
    world,
  )
  const matched = new Set(placed.flatMap((one) => one.alerts.map(({ name }) => name)))
  const free = alerts.filter(({ name }) => !homes.has(name) && !matched.has(name))
  const shown = wiki.pages.flatMap((page) =>
    targetsOf(page).flatMap(({ target }) => fileOf(page, target, byLowerCase(wiki)) ?? []),
  )
  const used = new Set(shown)
  const explaining = new Set([...homes.values()].map(({ page }) => page.runbook.source.path))
  return {
    placed,
    files: wiki.others.filter((path) => used.has(path)).map((from) => ({ from, path: places.get(from)! })),
    there,
    taken,
    candidates: [
      ...placed.filter((one) => one.alerts.length === 0),
      ...there.filter(({ by }) => !explaining.has(by)).map(({ page, by }) => ({ page, path: by })),
    ]
      .map(({ page, path }) => ({ path, alerts: candidatesOf(page, free) }))
      .filter((one) => one.alerts.length > 0),
    bare: free.map(({ name }) => name).sort(),
    left: wiki.others.filter((path) => !used.has(path)),
  }
}

function wantedOf({ rules }: Program): Wanted[] {
  const alerts = groupBy(
    rules.filter(({ kind, name }) => kind === 'alert' && name !== ''),
    ({ name }) => name,
  )
  return [...alerts].map(([name, tiers]) => ({
    name,
    group: tiers[0]!.group,
    links: tiers.flatMap(({ written }) => written.map(({ field }) => field.value.value.trim())),
  }))
}

const REASONS: readonly Reason[] = ['named in its frontmatter', 'by name', 'by its link', 'by a heading']

/** For each page, the alerts that no other page explains better. */
function matchesIn({ pages }: Wiki, alerts: readonly Wanted[]): Map<WikiPage, Match[]> {
  const best = new Map<Wanted, { page: WikiPage; match: Match }>()
  for (const page of pages) {
    for (const match of matchesOf(page, alerts)) {
      const before = best.get(match.alert)
      if (!before || REASONS.indexOf(match.reason) < REASONS.indexOf(before.match.reason))
        best.set(match.alert, { page, match })
    }
  }
  const found = new Map<WikiPage, Match[]>()
  for (const { page, match } of best.values()) found.set(page, [...(found.get(page) ?? []), match])
  return found
}

/** The pages of the project that explain each alert already. */
function homesOf({ rules, pageAt }: Program): Map<string, { alert: string; page: Page }> {
  const homes = new Map<string, { alert: string; page: Page }>()
  for (const { kind, name, page: path } of rules) {
    const page = pageAt(path)
    if (kind === 'alert' && page && !homes.has(name)) homes.set(name, { alert: name, page })
  }
  return homes
}

const byLowerCase = ({ pages, others }: Wiki): Map<string, string> =>
  new Map([...pages.map(({ source }) => source.path), ...others].map((path) => [path.toLowerCase(), path]))
