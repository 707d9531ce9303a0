/** The body of a page: its strings unchanged, its holes filled from the whole book. */
import type { Body, BoundRule, Heading, Hole, Page } from '../../model.ts'
import { fence } from './code.ts'
import { baseOf, type Context } from './context.ts'
import { escapeHtml, html, safeUrl, trusted } from './html.ts'
import { addressOf, namingLink, targetOf } from './links.ts'
import { TESTS } from './page-files.ts'
import { pictureFigure } from './picture.ts'
import { ruleView } from './rule.ts'
import { testId, testTitle } from './tests.ts'

/** The body of a page as HTML: without its lead, and without rules placed before the first section. */
export function fillBody(context: Context, page: Page): string {
  return fillAll(context, page, page.runbook.body())
}

/** The callout that says what to do first; `''` if the page has none. */
export function fillLead(context: Context, page: Page): string {
  const lead = page.runbook.body().find(isLead)
  return lead ? fillAll(context, page, lead.body) : ''
}

/** Rules shown at the end of the page, because their block is before the first section. */
export function earlyRules(page: Page): BoundRule[] {
  return page.runbook.body().flatMap((hole) => {
    if (typeof hole === 'string') return []
    if (hole.kind === 'block' && hole.early) return rulesOfBlock(page, hole.index)
    return hole.kind === 'ruleRef' && hole.early ? [...(page.refs[hole.index]?.rules ?? [])] : []
  })
}

const isLead = (part: string | Hole): part is Extract<Hole, { kind: 'lead' }> =>
  typeof part !== 'string' && part.kind === 'lead'

function fillAll(context: Context, page: Page, body: Body): string {
  let text = ''
  for (const part of body) text += typeof part === 'string' ? part : fill(context, page, part)
  return text
}

function fill(context: Context, page: Page, hole: Hole): string {
  switch (hole.kind) {
    case 'link':
      return escapeHtml(safeUrl(withParams(targetOf(context, page, hole.target), context.config.params)))
    case 'wiki': {
      const bound = namingLink(page, hole.target)
      const text = bound?.kind === 'page' ? bound.text : undefined
      if (text === undefined) return escapeHtml(hole.target)
      return `<a href="${escapeHtml(safeUrl(targetOf(context, page, hole.target)))}">${escapeHtml(text)}</a>`
    }
    case 'title': {
      // The layout writes the page's title; the author's heading is kept if it says something else.
      const heading = firstHeading(page)
      if (!heading || heading.text.trim() === page.title.trim()) return ''
      // An alert's name is already in the head; links to the heading still find its anchor.
      if (page.rules.some(({ name }) => name === heading.text.trim()))
        return `<span id="${escapeHtml(heading.slug)}"></span>`
      return `<p class="subtitle" id="${escapeHtml(heading.slug)}">${escapeHtml(heading.text)}</p>`
    }
    case 'name': {
      const rule = context.alertsByName.get(hole.name)
      if (!rule) return escapeHtml(hole.name)
      const name = breakable(hole.name)
      if (rule.page === page.path) return name
      return `<a href="${escapeHtml(baseOf(page.path) + addressOf(rule))}">${name}</a>`
    }
    case 'diagram': {
      const text = fence('mermaid', hole.source)
      const svg = context.theme.draw?.(hole.source, `d${hole.number}`)
      if (svg === undefined) return text.html
      // A slightly too wide diagram is scaled down; a much too wide one scrolls sideways.
      const wide = Number(/ width="([\d.]+)"/.exec(svg)?.[1] ?? 0) > 1000
      return html`<figure class="diagram"><div class="drawing${wide && ' wide'}" tabindex="0" role="group" aria-label="Diagram">${trusted(svg)}</div><details><summary>Diagram as text</summary>${text}</details></figure>`
        .html
    }
    case 'param':
      return escapeHtml(context.config.params[hole.name] ?? '')
    case 'lead':
      return ''
    case 'block':
      return hole.early ? '' : rulesHtml(context, page, rulesOfBlock(page, hole.index), hole.folded)
    case 'test':
      return testsAt(context, page, hole.index)
    case 'ruleRef': {
      const bound = page.refs[hole.index]
      if (!bound) return ''
      const { ref, rules } = bound
      if (rules.length === 0) {
        return html`<p class="former">There is no rule <code>${ref.alert.value}</code> in <code>${ref.file}</code>.</p>`
          .html
      }
      if (hole.early) return ''
      return rulesHtml(context, page, rules, hole.folded)
    }
  }
}

/** A target with the site's parameters filled in (`src/parse/targets.ts` marks them). */
function withParams(target: string, params: Readonly<Record<string, string>>): string {
  return target.replace(/alertbook-param-((?:[0-9a-f]{2})*)-end/g, (_, hex: string) => {
    const bytes = Uint8Array.from(hex.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16))
    const name = new TextDecoder().decode(bytes)
    return Object.hasOwn(params, name) ? params[name]! : ''
  })
}

function rulesHtml(
  context: Context,
  page: Page,
  rules: readonly BoundRule[],
  folded: boolean | undefined,
): string {
  const { layouts } = context.theme
  return rules.map((rule) => layouts.rule(ruleView(context, rule, page, folded), layouts).html).join('')
}

/** Tests: drawn, and folded; how they are written is in a file of its own. */
function testsAt({ facts }: Context, page: Page, index: number): string {
  const pictures = (facts.pictures?.at(page, index) ?? []).filter((picture) => picture !== undefined)
  const address = `${TESTS}#${testId(index)}`
  // A picture says already what is tested.
  const title = pictures.length === 1 ? 'Test' : testTitle(page, index)
  return html`${pictures.map(pictureFigure)}<details class="test" data-late><summary>${title}</summary><p><a href="${address}">How it is written</a></p></details>`
    .html
}

/** The compiled rules of a block, found by position. */
function rulesOfBlock(page: Page, index: number): BoundRule[] {
  const range = page.runbook.blocks[index]?.range
  if (!range) return []
  return page.rules.filter(
    (rule) =>
      rule.file === page.runbook.source.path &&
      rule.rule.range.start >= range.start &&
      rule.rule.range.end <= range.end,
  )
}

/** The heading that is the page's title. Later first-level headings are ordinary. */
export function firstHeading({ runbook }: Page): Heading | undefined {
  const isTitled = runbook.body().some((part) => typeof part !== 'string' && part.kind === 'title')
  return isTitled ? runbook.headings.find(({ depth }) => depth === 1) : undefined
}

/** A name in camel case or with underscores, as HTML with break opportunities between its parts. */
export function breakable(name: string): string {
  return escapeHtml(
    name.replace(/([a-z0-9])(?=[A-Z])|([A-Z])(?=[A-Z][a-z])|([_:])(?=\w)/g, '$&\u200b'),
  ).replaceAll('\u200b', '<wbr>')
}
