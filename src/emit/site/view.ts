/** What the layouts are given: plain data about one page, and never more of the book than that page shows. */
import type { FrontmatterTexts } from '../../model.ts'
import type { Graph } from './graph.ts'
import type { Html } from './html.ts'

/** What every page has around it. */
export interface FrameView {
  /** Language of the page, `en`. */
  readonly lang: string
  /** Way from this page to the site's root: `../../`, `./`; the path of the base on pages served anywhere. */
  readonly base: string
  readonly site: { readonly title: string; readonly repo: string }
  /** Address of the page under the root, `alloy/down/`. */
  readonly path: string
  /** Absolute address; undefined where the site's is not configured. */
  readonly canonical: string | undefined
  readonly title: string
  readonly description: string
  readonly kind: 'page' | 'tests' | 'index' | 'shelves' | 'not-found' | 'redirect' | 'tombstone'
  /** Stylesheets among the assets, in order. */
  readonly styles: readonly string[]
  /** `?v=…` of an asset, so that a new one is never mixed with an old page. */
  asset(name: string): string
  /** Text for search engines and readers of feeds: which extra links the head has. */
  readonly twin: string | undefined
}

export interface PairView {
  readonly key: string
  readonly value: string
}

/** An alert as the head of its page introduces it: one rule, so that the tiers of a name stay apart. */
export interface AlertView {
  readonly name: string
  /** Where links to the alert lead; `''` where a heading of that name or another tier takes them. */
  readonly id: string
  /** The anchor of its rule in the page. */
  readonly ruleId: string
  readonly severity: string
  /** When it fires, in words. */
  readonly words: string
  /** What its notification says, with slots in it. */
  readonly summary: readonly Html[] | undefined
  readonly description: readonly Html[] | undefined
  readonly actions: readonly ActionView[]
}

/** A rule as a page shows it. */
export interface RuleView {
  readonly name: string
  readonly kind: 'alert' | 'record'
  /** Its own anchor, unique in the page. */
  readonly id: string
  readonly severity: string
  readonly group: string
  /** The rule in YAML, as deployed. */
  readonly yaml: string
  readonly expr: string
  /** `5m`; `''` when it fires at once. */
  readonly for: string
  readonly labels: readonly PairView[]
  /** What it says, in words: threshold and `for`. */
  readonly words: string
  /** Labels of the series it returns, without the rule's own; undefined where the expression cannot be read. */
  readonly returned: ReturnedView | undefined
  readonly source: SourceView
  /** It is the only rule of its page, which bears its name. */
  readonly alone: boolean
  /** The page's author folded it already. */
  readonly folded: boolean
}

export interface ReturnedView {
  readonly sure: readonly string[]
  readonly possible: readonly string[]
  /** Whether there may be others still: those that the metrics have. */
  readonly others: boolean
}

/** Where something is written. */
export interface SourceView {
  readonly file: string
  readonly line: number | undefined
  /** Its address in the repository; undefined where that is not configured. */
  readonly url: string | undefined
}

export interface LinkView {
  readonly href: string
  readonly text: string
  readonly note?: string
}

/** A link that an incident begins with. `prometheus`, `grafana` and `silence` get the labels of the alert. */
export interface ActionView extends LinkView {
  readonly kind: 'prometheus' | 'grafana' | 'silence' | 'page' | 'dashboard' | 'link'
  readonly alert: string
  /** What its graph shows; undefined where the link needs none. */
  readonly graph: Graph | undefined
  /** The address with slots, for the script to fill; `''` where there are none. `labels` are those it needs. */
  readonly template: string
  /** Base address of the service, with `/` at its end. */
  readonly target: string
  /** Labels of the address that are passed on. */
  readonly labels: readonly string[]
  /** Data source of Grafana, by uid. */
  readonly source: string
}

/** Addresses of services with `/` at their end; `''` where none is configured. */
export interface ServicesView {
  readonly prometheus: string
  readonly grafana: string
  readonly source: string
}

/** A heading for the list of contents. */
export interface HeadingView {
  readonly slug: string
  readonly text: string
  readonly depth: number
}

/** When a page was last changed, by whom; dates are `YYYY-MM-DD`. */
export interface ChangeView {
  readonly date: string
  readonly author: string
  readonly commit: string
  readonly url: string | undefined
}

export interface PageView extends FrameView {
  /** Anchor of the first heading, kept so that links to it work. */
  readonly id: string
  /** The way its title goes. */
  readonly dir: 'ltr' | 'rtl'
  /** The highest of its alerts'. */
  readonly severity: string
  /** What the author wrote at the top: `owner`, `channel`, `reviewed` … */
  readonly frontmatter: FrontmatterTexts
  /** Actions of the page, whichever alert fired. */
  readonly actions: readonly ActionView[]
  /** The most severe first: it is shown until the address says which one fired. */
  readonly alerts: readonly AlertView[]
  /** What to do first: the callout before the first section. */
  readonly lead: Html | undefined
  /** Where queries of the text can be opened. */
  readonly services: ServicesView
  /** Labels that the page has slots for, in order of appearance. */
  readonly slots: readonly string[]
  readonly contents: readonly HeadingView[]
  readonly body: Html
  /** Rules that stand before the first section, and those bound to the page from elsewhere. */
  readonly further: readonly RuleView[]
  readonly related: readonly LinkView[]
  readonly source: SourceView
  readonly edit: string | undefined
  readonly feedback: string | undefined
  /** The day the next review is due, `YYYY-MM-DD`; `''` where none is. */
  readonly due: string
  readonly changed: ChangeView | undefined
}

/** The tests of a page as its author wrote them: a page of their own, since few who are woken read them. */
export interface TestsView extends FrameView {
  /** The page they belong to. */
  readonly name: string
  /** In the order of the page. */
  readonly tests: readonly TestView[]
}

export interface TestView {
  /** Its anchor. */
  readonly id: string
  /** Names of the fence's tests; `''` where they have none. */
  readonly title: string
  /** What stands in the fence, YAML. */
  readonly yaml: string
}

/** An entry of the index. */
export interface EntryView {
  readonly name: string
  readonly href: string
  readonly severity: string
  readonly owner: string
  readonly group: string
  /** Title of its page where that differs. */
  readonly title: string
}

export interface ShelfView {
  /** Its anchor. */
  readonly id: string
  readonly name: string
  /** The page about the whole shelf. */
  readonly href: string | undefined
  /** How many entries it has. */
  readonly count: number
  /** Those that are listed here. */
  readonly entries: readonly EntryView[]
  /** Where its entries are listed, from the root; undefined where they stand here. */
  readonly list: string | undefined
}

/** A page of a large book's shelves. */
export interface ShelvesView extends FrameView {
  readonly shelves: readonly ShelfView[]
  /** The way to the page before and behind it. */
  readonly previous: string | undefined
  readonly next: string | undefined
}

export interface IndexView extends FrameView {
  readonly id: string
  readonly heading: string
  /** What the root runbook says. */
  readonly body: Html | undefined
  readonly shelves: readonly ShelfView[]
  /** What the list can be narrowed to. */
  readonly facets: Readonly<Record<'severity' | 'group' | 'owner', readonly string[]>>
  readonly coverage: {
    readonly alerts: number
    readonly explained: number
    readonly reviewed: number
    /** Of which a test says that they fire. */
    readonly tested: number
    readonly pages: number
  }
  readonly recent: readonly (LinkView & { readonly date: string })[]
}

export interface NotFoundView extends FrameView {
  /** Where a new file is made in the repository; undefined where that is not configured. */
  readonly create: string | undefined
  /** Folder of runbooks in the repository, `runbooks/`. */
  readonly folder: string
}

export interface RedirectView extends FrameView {
  /** The way to the new page, from this one. */
  readonly target: string
  readonly name: string
}

export interface TombstoneView extends FrameView {
  readonly name: string
  /** What it explained, each with what somebody needs for whom it has just fired. */
  readonly alerts: readonly { readonly name: string; readonly actions: readonly ActionView[] }[]
  /** The commit that removed it; undefined where the history does not tell. */
  readonly removed: ChangeView | undefined
  readonly reason: string
  readonly successors: readonly LinkView[]
}
