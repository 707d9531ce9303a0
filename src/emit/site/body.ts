/** The body of a page: its strings as they are, its holes filled with what only the whole book knows. */
import type { Heading, Hole, Page } from '../../model.ts'
import { fence } from './code.ts'
import { baseOf, type Context } from './context.ts'
import { escapeHtml, html, safeUrl, trusted } from './html.ts'
import { addressOf, targetOf } from './links.ts'
import { ruleView } from './rule.ts'

/** The body of a page as HTML. */
export function fillBody(context: Context, page: Page): string {
  let text = ''
  for (const part of page.runbook.body()) {
    text += typeof part === 'string' ? part : fill(context, page, part, text)
  }
  return text
}

function fill(context: Context, page: Page, hole: Hole, before: string): string {
  switch (hole.kind) {
    case 'link':
      return escapeHtml(safeUrl(targetOf(context, page, hole.target)))
    case 'title': {
      // The layout writes the page's title; the author's heading stays where it says something else.
      const heading = firstHeading(page)
      if (!heading || heading.text.trim() === page.title.trim()) return ''
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
      const svg = context.theme.draw?.(hole.source, `d${before.length}`)
      if (svg === undefined) return text.html
      // One that is a little too wide is made smaller; one that is much too wide can be moved sideways.
      const wide = Number(/ width="([\d.]+)"/.exec(svg)?.[1] ?? 0) > 1000
      return html`<figure class="diagram"><div class="drawing${wide && ' wide'}" tabindex="0" role="group" aria-label="Diagram">${trusted(svg)}</div><details><summary>Diagram as text</summary>${text}</details></figure>`
        .html
    }
    case 'param':
      return escapeHtml(context.config.params[hole.name] ?? '')
    case 'block':
      return rulesAt(context, page, hole.index, insideDetails(before))
    case 'ruleRef': {
      const bound = page.refs[hole.index]
      if (!bound) return ''
      const { ref, rules } = bound
      if (rules.length === 0) {
        return html`<p class="former">There is no rule <code>${ref.alert.value}</code> in <code>${ref.file}</code>.</p>`
          .html
      }
      const { layouts } = context.theme
      return rules
        .map((rule) => layouts.rule(ruleView(context, rule, insideDetails(before)), layouts).html)
        .join('')
    }
  }
}

/** The compiled rules of a block, found by where they stand. */
function rulesAt(context: Context, page: Page, index: number, folded: boolean): string {
  const range = page.runbook.blocks[index]?.range
  if (!range) return ''
  const { layouts } = context.theme
  return page.rules
    .filter(
      (rule) =>
        rule.file === page.runbook.source.path &&
        rule.rule.range.start >= range.start &&
        rule.rule.range.end <= range.end,
    )
    .map((rule) => layouts.rule(ruleView(context, rule, folded), layouts).html)
    .join('')
}

export function firstHeading(page: Page): Heading | undefined {
  return page.runbook.headings.find(({ depth }) => depth === 1)
}

function insideDetails(before: string): boolean {
  return before.lastIndexOf('<details') > before.lastIndexOf('</details>')
}

/** A name in camel case or with underscores, as HTML that may be broken where its parts meet. */
export function breakable(name: string): string {
  return escapeHtml(
    name.replace(/([a-z0-9])(?=[A-Z])|([A-Z])(?=[A-Z][a-z])|([_:])(?=\w)/g, '$&\u200b'),
  ).replaceAll('\u200b', '<wbr>')
}
