/**
 * The interface of a theme: functions from views to HTML, and the files that pages load. A project may replace any
 * single function; each receives all of them, so that a replaced part is used everywhere.
 */
import type { Html } from './html.ts'
import type {
  FrameView,
  IndexView,
  NotFoundView,
  PageView,
  RedirectView,
  RulesView,
  RuleView,
  ShelvesView,
  TestsView,
  TombstoneView,
} from './view.ts'

export interface Layouts {
  /** The document around every page: head, header, footer. */
  frame(view: FrameView, main: Html, layouts: Layouts): Html
  /** The bar above every page: name, search, colours. */
  header(view: FrameView): Html
  page(view: PageView, layouts: Layouts): Html
  /** The tests of a page, as they are written. */
  tests(view: TestsView, layouts: Layouts): Html
  /** The rules of a page, as they are deployed. */
  rules(view: RulesView, layouts: Layouts): Html
  /** Parts of a runbook's page, from top to bottom; each may be empty. */
  head(view: PageView): Html
  labels(view: PageView): Html
  contents(view: PageView): Html
  related(view: PageView): Html
  footer(view: PageView): Html
  index(view: IndexView, layouts: Layouts): Html
  /** A part of a large book's list. */
  shelves(view: ShelvesView, layouts: Layouts): Html
  notFound(view: NotFoundView, layouts: Layouts): Html
  redirect(view: RedirectView, layouts: Layouts): Html
  tombstone(view: TombstoneView, layouts: Layouts): Html
  /** A rule in its place on a page. */
  rule(view: RuleView, layouts: Layouts): Html
}

export interface Theme {
  /** Changes with the layouts' code, so that pages of another version are not reused. */
  readonly version?: string
  readonly layouts: Layouts
  /** Files for `site/assets/`, by name: `style.css`, `site.js`, `theme.js`, … */
  readonly assets: Readonly<Record<string, string | Uint8Array>>
  /** Fingerprints of the assets by name, if their reader computed them. */
  readonly hashes?: Readonly<Record<string, string>>
  /**
   * Draws a Mermaid diagram as an SVG for a page; `id` separates its parts from other diagrams'. Returns undefined if
   * it cannot be drawn: the page then shows its text. Absent if no page has a diagram.
   */
  readonly draw?: (source: string, id: string) => string | undefined
}
