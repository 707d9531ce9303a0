/** Keys of the site's files: see `../keys.ts`. */
import type { BoundRule, Page } from '../../model.ts'
import { hash } from '../../text/hash.ts'
import { lazy, once } from '../../text/once.ts'
import { boundKey } from '../keys.ts'
import type { Context } from './context.ts'
import { anchorsThatWereAt } from './redirects.ts'
import { severityOf } from './rule.ts'

export interface SiteKeys {
  /** Key of a page and its Markdown twin. */
  page(page: Page): string
  /**
   * Key of the lists of everything. They show the headings and summaries of pages and the whole text of the index page;
   * of rules, they show what the search needs.
   */
  lists(): string
}

export function siteKeys(context: Context): SiteKeys {
  const { program, config, theme, facts } = context
  const look = lazy(() => hash(JSON.stringify([theme.version, [...context.versions], config])))
  // Any page may mention any alert, and lists related ones.
  const relations = lazy(() =>
    hash(
      JSON.stringify(
        program.rules
          .filter(({ compiled }) => compiled)
          .map((rule) => [rule.kind, rule.name, rule.group, rule.page, rule.anchor, rule.metrics()]),
      ),
    ),
  )
  const keyOf = once((page: Page) => hash(`${look()} ${relations()} ${pageFacts(context, page)}`))
  return {
    page: keyOf,
    lists: lazy(() =>
      hash(
        JSON.stringify([
          look(),
          relations(),
          program.tested,
          program.rules.map((rule) =>
            rule.compiled
              ? [severityOf(rule), rule.annotations.find(({ key }) => key === 'summary')?.value]
              : '',
          ),
          program.pages.map(({ path, runbook }) => [path, runbook.source.path, runbook.outline]),
          program.pages.filter(({ path }) => path === '').map(keyOf),
          facts.commit,
          facts.history && [...facts.history],
        ]),
      ),
    ),
  }
}

/**
 * Everything that one page shows: its source, its rules and those it refers to (with the effects of their own pages),
 * the targets of its links, what used to be at its address, and its file's history.
 */
function pageFacts({ program, pagesByPath, facts }: Context, page: Page): string {
  const file = page.runbook.source.path
  const ruleFacts = (rule: BoundRule): unknown => {
    const home = rule.page === undefined ? undefined : pagesByPath.get(rule.page)
    return [
      rule.rule.range.start,
      boundKey(rule),
      rule.file === file ? '' : [rule.file, program.hashOf(rule.file)],
      ...(home === undefined || home === page
        ? []
        : [home.title, home.rules.length, home.rules.indexOf(rule)]),
    ]
  }
  return JSON.stringify([
    file,
    program.hashOf(file),
    page.rules.map(ruleFacts),
    // Most references are to the page's own rules.
    page.refs.map(({ rules }) => (isSame(rules, page.rules) ? 0 : rules.map(ruleFacts))),
    page.links.map(({ link: _, ...bound }) => bound),
    page.links.map((link) => link.kind === 'file' && facts.files?.has(link.file)),
    anchorsThatWereAt(program.addresses, page.path).map(({ anchor, to, alert }) => [anchor, to, alert]),
    facts.history?.get(file)?.[0],
    facts.pictures?.keyOf(page),
  ])
}

const isSame = <T>(some: readonly T[], others: readonly T[]): boolean =>
  some.length === others.length && some.every((one, index) => one === others[index])
