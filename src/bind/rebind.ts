/**
 * One runbook in a new version that says nothing new to any other file → its page. For a server that shows what somebody
 * writes before the whole book is bound and judged anew.
 */
import type { Config, Page, Program, Runbook } from '../model.ts'
import { once } from '../text/once.ts'
import { bindLink } from './links.ts'
import { bookOf } from './make-pages.ts'

/**
 * The page of a runbook as the program has it, with another text: undefined where the new version may change what others
 * are, or what it means itself, so that all has to be bound.
 */
export function rebindPage(
  program: Program,
  runbook: Runbook,
  config: Config,
  exists: ((path: string) => boolean) | undefined,
): Page | undefined {
  const page = program.pages.find(({ runbook: { source } }) => source.path === runbook.source.path)
  if (!page || page.draft || runbook.asks || runbook.diagnostics.some(isError)) return undefined
  if (interfaceOf(page.runbook) !== interfaceOf(runbook)) return undefined
  // Its rules are bound to the places where they were.
  const own = { ...page, runbook: { ...runbook, blocks: page.runbook.blocks } }
  const book = { ...booksOf(program), exists }
  return {
    ...own,
    links: runbook.links.map((link) => bindLink(link, own, book, config)),
    refs: page.refs.map((bound, index) => ({ ...bound, ref: runbook.ruleRefs[index]! })),
  }
}

const isError = ({ severity }: Runbook['diagnostics'][number]): boolean => severity === 'error'

const booksOf = once(({ pages }: Program) => bookOf(pages))

/** What a runbook is to others, and what its own page is bound by, but for places. */
const interfaceOf = once((runbook: Runbook): string => {
  const { frontmatter, headings, anchors, labels, ruleRefs, params, blocks, copyCount, tests, slots, asks } =
    runbook
  return JSON.stringify(
    [frontmatter, headings, anchors, labels, ruleRefs, params, blocks, copyCount, tests, slots, asks],
    (key, value: unknown) =>
      /^(?:range|.*Range|runs|contentLength)$/.test(key) || value === undefined ? undefined : value,
  )
})
