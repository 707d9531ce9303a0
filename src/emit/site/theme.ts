/**
 * What a theme is: functions from views to HTML, and the files the pages load. A project may replace any
 * one of the functions; each receives all of them, so that a replaced partial is used everywhere.
 */
import type { Html } from './html.ts'
import type {
  FrameView,
  IndexView,
  NotFoundView,
  PageView,
  RedirectView,
  RuleView,
  ShelvesView,
  TestsView,
  TombstoneView,
} from './view.ts'

export interface Layouts {
  /** The document around every page: head, header, footer. */
  frame(view: FrameView, main: Html, layouts: Layouts): Html
  /** The line above every page: name, search, colours. */
  header(view: FrameView): Html
  page(view: PageView, layouts: Layouts): Html
  /** The tests of a page, as they are written. */
  tests(view: TestsView, layouts: Layouts): Html
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
  /** A rule where it stands in a page. */
  rule(view: RuleView, layouts: Layouts): Html
}

export interface Theme {
  /** Changes with the layouts' code, so that no page of another version is taken for one of this. */
  readonly version?: string
  readonly layouts: Layouts
  /** Files to put under `site/assets/`, by name: `style.css`, `site.js`, `theme.js`, … */
  readonly assets: Readonly<Record<string, string | Uint8Array>>
  /** Fingerprints of the assets by name, where their reader made them. */
  readonly hashes?: Readonly<Record<string, string>>
  /**
   * Draws a Mermaid diagram as an SVG that may stand in a page; `id` keeps its parts apart from those of others.
   * Undefined where it cannot be drawn: the page then shows its text. Absent where no page has a diagram.
   */
  readonly draw?: (source: string, id: string) => string | undefined
}
