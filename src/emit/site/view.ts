/** Input of the layouts: plain data about one page, with no more of the book than that page shows. */
import type { FrontmatterTexts } from '../../model.ts'
import type { Graph } from './graph.ts'
import type { Html } from './html.ts'

/** The surroundings of every page. */
export interface FrameView {
  /** Language of the page, `en`. */
  readonly lang: string
  /**
   * Relative path from this page to the site's root: `../../`, `./`; on pages served at any address, the path of the
   * base.
   */
  readonly base: string
  readonly site: { readonly title: string; readonly repo: string }
  /** Address of the page below the root: `alloy/down/`. */
  readonly path: string
  /** Absolute address; undefined if the site's is not configured. */
  readonly canonical: string | undefined
  readonly title: string
  readonly description: string
  readonly kind: 'page' | 'tests' | 'rules' | 'index' | 'shelves' | 'not-found' | 'redirect' | 'tombstone'
  /** Stylesheets among the assets, in order. */
  readonly styles: readonly string[]
  /** `?v=…` for an asset, so that new assets never mix with old pages. */
  asset(name: string): string
  /** Address of the page's Markdown, relative to it, for a link in the head; undefined for a page that has none. */
  readonly twin: string | undefined
}

export interface PairView {
  readonly key: string
  readonly value: string
}

/** An alert in the head of its page: one rule, so that the tiers of a name stay apart. */
export interface AlertView {
  readonly name: string
  /** Target of links to the alert; `''` if a heading of that name or another tier is the target. */
  readonly id: string
  /** Anchor of its rule on the page. */
  readonly ruleId: string
  readonly severity: string
  /** When it fires, in words. */
  readonly words: string
  /** Summary of its notification, with slots. */
  readonly summary: readonly Html[] | undefined
  readonly description: readonly Html[] | undefined
  readonly actions: readonly ActionView[]
}

/** A rule as shown on a page. */
export interface RuleView {
  readonly name: string
  readonly kind: 'alert' | 'record'
  /** Its own anchor, unique on the page. */
  readonly id: string
  readonly severity: string
  readonly group: string
  /** The rule in YAML, as deployed. */
  readonly yaml: string
  /** Where the YAML is written, from the page that shows the rule; `''` where it is on the page itself. */
  readonly from: string
  readonly expr: string
  /** `5m`; `''` if it fires at once. */
  readonly for: string
  readonly labels: readonly PairView[]
  /** The rule in words: threshold and `for`. */
  readonly words: string
  /** Labels of the series it returns, without the rule's own; undefined for an invalid expression. */
  readonly returned: ReturnedView | undefined
  readonly source: SourceView
  /** Whether it is the page's only rule and the page is named after it. */
  readonly alone: boolean
  /** Whether the page's author has folded it. */
  readonly folded: boolean
}

export interface ReturnedView {
  readonly sure: readonly string[]
  readonly possible: readonly string[]
  /** Whether there may be further labels: those of the metrics. */
  readonly others: boolean
}

/** Where something is written. */
export interface SourceView {
  readonly file: string
  readonly line: number | undefined
  /** Its address in the repository; undefined if that is not configured. */
  readonly url: string | undefined
}

export interface LinkView {
  readonly href: string
  readonly text: string
  readonly note?: string
}

/** A link for the start of an incident. `prometheus`, `grafana` and `silence` get the labels of the alert. */
export interface ActionView extends LinkView {
  readonly kind: 'prometheus' | 'grafana' | 'silence' | 'page' | 'dashboard' | 'link'
  readonly alert: string
  /** The graph that it opens; undefined if the link needs none. */
  readonly graph: Graph | undefined
  /** Address with slots for the script to fill; `''` without slots. `labels`: those that it needs. */
  readonly template: string
  /** Base address of the service, ending in `/`. */
  readonly target: string
  /** Labels passed on in the address. */
  readonly labels: readonly string[]
  /** Data source of Grafana, by uid. */
  readonly source: string
}

/** Base addresses of services, ending in `/`; `''` if not configured. */
export interface ServicesView {
  readonly prometheus: string
  readonly grafana: string
  readonly source: string
}

/** A heading in the table of contents. */
export interface HeadingView {
  readonly slug: string
  readonly text: string
  readonly depth: number
}

/** A change of a page: when and by whom. Dates are `YYYY-MM-DD`. */
export interface ChangeView {
  readonly date: string
  readonly author: string
  readonly commit: string
  readonly url: string | undefined
}

export interface PageView extends FrameView {
  /** Anchor of the first heading, kept for links to it. */
  readonly id: string
  /** Text direction of its title. */
  readonly dir: 'ltr' | 'rtl'
  /** The highest severity of its alerts. */
  readonly severity: string
  /** The author's frontmatter: `owner`, `channel`, `reviewed` … */
  readonly frontmatter: FrontmatterTexts
  /** Actions of the page, independent of the alert that fired. */
  readonly actions: readonly ActionView[]
  /** Most severe first: the first is shown until the address says which alert fired. */
  readonly alerts: readonly AlertView[]
  /** What to do first: the callout before the first section. */
  readonly lead: Html | undefined
  /** Services that can open the text's queries. */
  readonly services: ServicesView
  /** Labels for which the page has slots, in order of appearance. */
  readonly slots: readonly string[]
  readonly contents: readonly HeadingView[]
  readonly body: Html
  /** Rules from before the first section, and those bound to the page from elsewhere. */
  readonly further: readonly RuleView[]
  readonly related: readonly LinkView[]
  readonly source: SourceView
  readonly edit: string | undefined
  readonly feedback: string | undefined
  /** Due date of the next review, `YYYY-MM-DD`; `''` without one. */
  readonly due: string
  readonly changed: ChangeView | undefined
}

/** The rules of a page as they are deployed: a page of their own, since few who are woken read them. */
export interface RulesView extends FrameView {
  /** The page they belong to. */
  readonly name: string
  /** In the order of the page. */
  readonly rules: readonly RuleView[]
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
  /** The content of the fence, YAML. */
  readonly yaml: string
}

/** An entry of the index. */
export interface EntryView {
  readonly name: string
  readonly href: string
  readonly severity: string
  readonly owner: string
  readonly group: string
  /** Title of its page, if different. */
  readonly title: string
}

export interface ShelfView {
  /** Its anchor. */
  readonly id: string
  readonly name: string
  /** Page about the whole shelf. */
  readonly href: string | undefined
  /** How many entries it has. */
  readonly count: number
  /** Those that are listed here. */
  readonly entries: readonly EntryView[]
  /** Where its entries are listed, from the root; undefined where they are listed here. */
  readonly list: string | undefined
}

/** A page of a large book's shelves. */
export interface ShelvesView extends FrameView {
  readonly shelves: readonly ShelfView[]
  /** The ways to the pages before and after it. */
  readonly previous: string | undefined
  readonly next: string | undefined
}

export interface IndexView extends FrameView {
  readonly id: string
  readonly heading: string
  /** Text of the root runbook. */
  readonly body: Html | undefined
  readonly shelves: readonly ShelfView[]
  /** Values that the list can be filtered by. */
  readonly facets: Readonly<Record<'severity' | 'group' | 'owner', readonly string[]>>
  readonly coverage: {
    readonly alerts: number
    readonly explained: number
    readonly reviewed: number
    /** How many of them a test expects to fire. */
    readonly tested: number
    readonly pages: number
  }
  readonly recent: readonly (LinkView & { readonly date: string })[]
}

export interface NotFoundView extends FrameView {
  /** Where to create a file in the repository; undefined if that is not configured. */
  readonly create: string | undefined
  /** The repository's folder of runbooks: `runbooks/`. */
  readonly folder: string
}

export interface RedirectView extends FrameView {
  /** Relative path from this page to the new one. */
  readonly target: string
  readonly name: string
}

export interface TombstoneView extends FrameView {
  readonly name: string
  /** Alerts that it explained, each with actions for a reader for whom it has just fired. */
  readonly alerts: readonly { readonly name: string; readonly actions: readonly ActionView[] }[]
  /** The commit that removed it; undefined if the history does not tell. */
  readonly removed: ChangeView | undefined
  readonly reason: string
  readonly successors: readonly LinkView[]
}
