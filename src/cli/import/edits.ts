/**
 * Edits by an import to existing files: adds a block to a page or a name to its frontmatter, removes rules from a file.
 */
import { slug } from '../../bind/addresses.ts'
import { linkKeys } from '../../bind/written.ts'
import type { Config, Rule, RuleFile, Runbook, Source } from '../../model.ts'
import { isRunbook } from '../../parse/kind.ts'
import { parseRuleFile } from '../../parse/rules/rule-file.ts'
import { withoutQuery } from '../../text/address.ts'
import { applyEdits, type TextEdit } from '../../text/edits.ts'
import { mostFrequent } from '../../text/group-by.ts'
import { withoutEnd } from '../../text/without-end.ts'
import { beginningOf } from './comments.ts'

/** The page with a rule block below its first heading, or at its start. */
export function insertBlock(text: string, { headings, frontmatter }: Runbook, block: string): string {
  const at = headings[0]?.range.end ?? frontmatter.range?.end ?? 0
  const before = text.slice(0, at)
  const gap = before === '' || before.endsWith('\n\n') ? '' : before.endsWith('\n') ? '\n' : '\n\n'
  return `${before}${gap}${block}${text.slice(at).startsWith('\n\n') || text.slice(at) === '' ? '' : '\n'}${text.slice(at).replace(/^\n(?=\n)/, '')}`
}

/** The page with alerts added to its frontmatter. */
export function addAlerts(text: string, { frontmatter }: Runbook, names: readonly string[]): string {
  const { range, alerts } = frontmatter
  const added = names.filter((name) => !alerts.some(({ value }) => value === name))
  if (added.length === 0) return text
  const last = alerts.at(-1)
  if (!range) return `---\nalerts: [${added.join(', ')}]\n---\n\n${text}`
  if (!last) {
    const end = text.lastIndexOf('---', range.end - 1)
    return `${text.slice(0, end)}alerts: [${added.join(', ')}]\n${text.slice(end)}`
  }
  const line = text.slice(text.lastIndexOf('\n', last.range.start) + 1, last.range.start)
  const glue = /^\s*- $/.test(line) ? `\n${line}` : ', '
  return (
    text.slice(0, last.range.end) + added.map((name) => glue + name).join('') + text.slice(last.range.end)
  )
}

/**
 * A rule file without some of its rules; everything else keeps its characters. Unchanged if the result would not
 * contain exactly the remaining rules.
 */
export function withoutAlerts(text: string, file: RuleFile, moved: ReadonlySet<Rule>): string {
  const edits: TextEdit[] = []
  for (const group of file.groups) {
    const gone = group.rules.every((rule) => moved.has(rule))
    const ranges = gone
      ? [group.range]
      : group.rules.filter((rule) => moved.has(rule)).map(({ range }) => range)
    for (const { start, end } of ranges) {
      const line = text.lastIndexOf('\n', start - 1) + 1
      const from = gone ? line : beginningOf(text, { start, end })
      const to = end + (/^[ \t]*(?:#[^\n]*)?(?:\r?\n|$)/.exec(text.slice(end))?.[0].length ?? 0)
      if (/^[ \t]*- *$/.test(text.slice(line, start)))
        edits.push({ range: { start: from, end: to }, text: '' })
    }
  }
  const { text: edited } = applyEdits(text, edits)
  const shape = (rules: readonly Rule[]): string =>
    JSON.stringify(
      rules.map((rule) => [rule.alert, rule.record, rule.expr].map((field) => field?.value.value)),
    )
  const stay = file.groups.flatMap(({ rules }) => rules).filter((rule) => !moved.has(rule))
  const read = parseRuleFile({ path: file.source.path, text: edited })
  return shape(read.groups.flatMap(({ rules }) => rules)) === shape(stay) && read.diagnostics.length === 0
    ? edited
    : text
}

/** The base address of a project's existing runbook links, on which most agree; `''` for none. */
export function baseOfLinks(rules: readonly Rule[], sources: readonly Source[], config: Config): string {
  const roots = config.runbooks.map((root) => `${withoutEnd(root, '/')}/`)
  const paths = new Set(
    sources
      .filter(({ path }) => isRunbook(path))
      .map(({ path }) => path.slice(roots.find((root) => path.startsWith(root))?.length ?? 0))
      .map((path) =>
        path
          .replace(/\.[^.]*$/, '')
          .split('/')
          .map(slug)
          .join('/'),
      ),
  )
  const keys = linkKeys(config)
  const links = rules.flatMap(({ annotations }) => annotations).filter(({ key }) => keys.has(key.value))
  const bases = links.flatMap(({ value }) => {
    const address = withoutEnd(withoutQuery(value.value.trim()), '/')
    if (!/^https?:\/\/[^/{]+\//i.test(address) || address.includes('{{')) return []
    const parts = address.split('/')
    const slugs = parts.map((part) => slug(part.replace(/\.md$/i, '')))
    const at = parts.findIndex((_, at) => at >= 3 && paths.has(slugs.slice(at).join('/')))
    return at < 0 ? [] : [`${parts.slice(0, at).join('/')}/`]
  })
  return mostFrequent(bases)[0]?.[0] ?? ''
}
