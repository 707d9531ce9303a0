/** The body of a page: its strings as they are, its holes filled with what only the whole book knows. */
import type { Body, Hole, Page } from '../../model.ts'
import { baseOf, type Context } from './context.ts'
import { escapeHtml, safeUrl } from './html.ts'
import { addressOf, resolveTarget } from './links.ts'
import { ruleView } from './rule.ts'

/** The first heading of depth 1, when nothing but white space stands before it. */
const TITLE = /^\s*<h1(?: id="([^"]*)")?>([\s\S]*?)<\/h1>/

export interface Filled {
  readonly html: string
  /** Anchor of the first heading where the layout's heading takes its place; `''` when it does not. */
  readonly id: string
}

/** Fills the body of a page. Its first heading goes when it says what the page's title says. */
export function fillBody(context: Context, page: Page): Filled {
  const { body } = page.runbook
  const first = typeof body[0] === 'string' ? TITLE.exec(body[0]) : null
  const same = first !== null && plainText(first[2]!).trim() === page.title.trim()
  const parts: Body = same ? [(body[0] as string).slice(first[0].length), ...body.slice(1)] : body
  let html = ''
  for (const part of parts) html += typeof part === 'string' ? part : fill(context, page, part, html)
  return { html, id: same ? (first[1] ?? '') : '' }
}

function fill(context: Context, page: Page, hole: Hole, before: string): string {
  switch (hole.kind) {
    case 'link':
      return escapeHtml(safeUrl(resolveTarget(context, page, hole.target)))
    case 'name': {
      const rule = context.alertsByName.get(hole.name)
      if (!rule) return escapeHtml(hole.name)
      const name = breakable(hole.name)
      if (rule.page === page.path) return name
      return `<a href="${escapeHtml(baseOf(page.path) + addressOf(rule))}">${name}</a>`
    }
    case 'block':
      return rulesAt(context, page, hole.index, insideDetails(before))
    case 'ruleRef': {
      const ref = page.runbook.ruleRefs[hole.index]
      const named = page.rules.filter((rule) => rule.name === ref?.alert.value)
      const rule = named.find((one) => one.file.endsWith(ref!.file)) ?? named[0]
      if (!rule) return ''
      return context.theme.layouts.rule(ruleView(context, rule, insideDetails(before)), context.theme.layouts)
        .html
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

function insideDetails(before: string): boolean {
  return before.lastIndexOf('<details') > before.lastIndexOf('</details>')
}

/** A name in camel case or with underscores, as HTML that may be broken where its parts meet. */
export function breakable(name: string): string {
  return escapeHtml(
    name.replace(/([a-z0-9])(?=[A-Z])|([A-Z])(?=[A-Z][a-z])|([_:])(?=\w)/g, '$&\u200b'),
  ).replaceAll('\u200b', '<wbr>')
}

const REFERENCES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

/** The text of HTML that our own serializer wrote. */
export function plainText(html: string): string {
  return html
    .replace(/<[^>]*>/g, '')
    .replace(/&(?:#x([\da-f]+)|#(\d+)|(\w+));/gi, (all, hex, decimal, name) => {
      if (hex || decimal) return String.fromCodePoint(Number.parseInt(hex ?? decimal, hex ? 16 : 10))
      return REFERENCES[name] ?? all
    })
}
