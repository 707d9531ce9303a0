/** The texts that an import writes: rule blocks, and pages around them. */

import { type LabelModel, labelStatus, labelsOf } from '../../analysis/index.ts'
import { yaml } from '../../emit/prometheus.ts'
import type { Rule, RuleGroup, Source } from '../../model.ts'
import { parseRuleFile } from '../../parse/rules/rule-file.ts'
import { parseExpr } from '../../promql/index.ts'
import { GROUP_FIELDS, groupObject, isPairs, ruleObject, textPairs } from '../../rule-fields.ts'
import { applyEdits } from '../../text/edits.ts'
import { groupBy } from '../../text/group-by.ts'
import { most } from '../../text/most.ts'
import { linesOf } from '../../text/source.ts'
import { removeEntry } from '../../yaml/edit.ts'
import { fenceAround } from './fence-around.ts'

/** An alert to import, with its group and file. */
export interface Imported {
  readonly source: Source
  readonly rule: Rule
  readonly group: RuleGroup
  readonly groupName: string
  /** Annotations to drop: every alert gets its link when the book is built. */
  readonly without: ReadonlySet<string>
  /** Its earlier link targets, until a page of the project replaces them. */
  readonly earlier: readonly string[]
  /** Comments that move with it. */
  readonly comments: readonly string[]
}

/** A rule as written, with fields in the order of Prometheus' documentation, without the annotations in `without`. */
const ruleOf = (rule: Rule, without: ReadonlySet<string>): Record<string, unknown> =>
  ruleObject(rule, {
    labels: textPairs(rule.labels),
    annotations: textPairs(rule.annotations.filter(({ key }) => !without.has(key.value))),
  })

/** Whether a group has fields besides its name. */
const hasSettings = (group: RuleGroup): boolean =>
  GROUP_FIELDS.some((row) =>
    isPairs(row) ? group[row.property].length > 0 : row.name !== 'name' && group[row.property] !== undefined,
  )

/** A group's own fields, without its rules. `limit` is a number and keeps its notation. */
const settingsOf = (group: RuleGroup, name: string): Record<string, unknown> =>
  groupObject(
    (row) => {
      if (row.name === 'name') return name
      const value = group[row.property]?.value.value
      return row.kind === 'integer' && value !== undefined ? Number(value) : value
    },
    { labels: textPairs(group.labels) },
  )

/** Groups as a rule file. */
export function groupsText(
  groups: readonly { readonly group: RuleGroup; readonly name: string; readonly rules: readonly Rule[] }[],
): string {
  const none = new Set<string>()
  const parts = groups.map(({ group, name, rules }) => ({
    ...settingsOf(group, name),
    rules: rules.map((rule) => ruleOf(rule, none)),
  }))
  return `${yaml({ groups: parts }, 0)}\n`
}

/** A rule block for alerts: bare rules if the page names their only group. */
export function blockText(alerts: readonly Imported[], pageGroup: string | undefined): string {
  const bare = alerts.every(({ group, groupName }) => groupName === pageGroup && !hasSettings(group))
  const text = bare ? bareRules(alerts) : groupsOf(alerts)
  // Backticks on a line of an annotation must not end the fence.
  const fence = fenceAround(text)
  return `${fence}yaml\n${text}${fence}\n`
}

/** A rule with the comments above it, both as written if they read the same here. */
function ruleText(alert: Imported, at: string, first: string): string {
  const text = asWritten(alert) ?? yaml(ruleOf(alert.rule, alert.without), 0)
  const comments = alert.comments.map((line) => `${at}${line}\n`)
  const rest = at + ' '.repeat(first.length)
  return `${comments.join('')}${at}${first}${text.replace(/\n(?=.)/g, `\n${rest}`)}\n`
}

/** One rule as a mapping, several as a list. */
const bareRules = (alerts: readonly Imported[]): string =>
  alerts.map((alert) => ruleText(alert, '', alerts.length === 1 ? '' : '- ')).join('')

function groupsOf(alerts: readonly Imported[]): string {
  const groups = [...groupBy(alerts, ({ group }) => group)].map(([group, own]) => {
    const head = yaml(settingsOf(group, own[0]!.groupName), 4).slice(4)
    return `  - ${head}\n    rules:\n${own.map((alert) => ruleText(alert, '      ', '- ')).join('')}`
  })
  return `groups:\n${groups.join('')}`
}

/** The lines of a rule with comments and quotes unchanged, moved left; undefined if that is impossible. */
function asWritten({ source, rule, without }: Imported): string | undefined {
  const links = rule.annotations.filter(({ key }) => without.has(key.value))
  const gone =
    links.length === rule.annotations.length && rule.annotationsRange && links[0]
      ? [removeEntry(source.text, { key: rule.annotationsRange, end: rule.annotationsRange.end })]
      : links.map(({ key, value }) => removeEntry(source.text, { key: key.range, end: value.range.end }))
  const edits = gone.filter((edit) => edit !== undefined)
  if (edits.length < gone.length) return undefined
  const { start, end } = rule.range
  const column = start - Math.max(source.text.lastIndexOf('\n', start - 1) + 1, 0)
  const shifted = edits.map(({ range, text }) => ({
    range: { start: range.start - start, end: Math.min(range.end, end) - start },
    text,
  }))
  const text = applyEdits(source.text.slice(start, end), shifted).text.trimEnd()
  const lines = linesOf(text).map((line, index) => {
    const indent = index === 0 ? '' : line.slice(0, column)
    return indent.trim() === '' ? line.slice(indent.length) : undefined
  })
  if (lines.some((line) => line === undefined)) return undefined
  const moved = lines.join('\n')
  const probe = `groups:\n- name: g\n  rules:\n  - ${moved.replace(/\n(?=.)/g, '\n    ')}\n`
  const [read] = parseRuleFile({ path: '', text: probe }).groups[0]?.rules ?? []
  const same = read && JSON.stringify(ruleOf(read, new Set())) === JSON.stringify(ruleOf(rule, without))
  return same ? moved : undefined
}

/** The single group that the page's frontmatter names; undefined if a block has to name its groups. */
function pageGroupOf(alerts: readonly Imported[]): string | undefined {
  const names = new Set(alerts.map(({ groupName }) => groupName))
  return names.size === 1 && alerts.every(({ group }) => !hasSettings(group)) ? [...names][0] : undefined
}

/** The first of these annotations that the rule has. */
const annotation = ({ annotations }: Rule, ...keys: readonly string[]): string =>
  keys
    .map((name) => annotations.find(({ key }) => key.value === name)?.value.value ?? '')
    .find((text) => text.trim() !== '') ?? ''

/** The text of an annotation as Markdown: templates and names in code, the rest escaped. */
function prose(text: string, model: LabelModel | undefined): string {
  return text
    .split(/\r\n|\r|\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !/^(?:VALUE|LABELS)\s*[=:]/.test(line))
    .map((line) =>
      partsOf(line)
        .map(({ text, isCode }) =>
          !isCode ? escaped(text) : text.startsWith('`') ? text : inCode(text, model),
        )
        .join('')
        // A line must neither open a fence nor make a heading of the one above it.
        .replace(/^(?=~~~|```|[-=_]+$)/, '\\'),
    )
    .join('\n')
}

/** A line as templates, code and names with an underscore, and what is between them. */
function partsOf(line: string): { text: string; isCode: boolean }[] {
  const parts: { text: string; isCode: boolean }[] = []
  // Once one has no end, none after it has.
  const ends: Record<string, string | undefined> = { '{{': '}}', '`': '`' }
  let at = 0
  let [plain, code] = [0, 0]
  const tokens = /\{\{|`|[\w.:/-]+/g
  for (let found = tokens.exec(line); found; found = tokens.exec(line)) {
    const [token] = found
    const end = ends[token]
    const closing = end === undefined ? -1 : line.indexOf(end, found.index + token.length)
    if (end !== undefined && closing < 0) ends[token] = undefined
    if (closing >= 0) code = closing + end!.length
    else if (token.includes('_')) code = found.index + token.length
    else continue
    at = found.index
    parts.push({ text: line.slice(plain, at), isCode: false }, { text: line.slice(at, code), isCode: true })
    plain = code
    tokens.lastIndex = code
  }
  return [...parts, { text: line.slice(plain), isCode: false }]
}

/** A label that the expression never returns is named, but not read. */
function inCode(part: string, model: LabelModel | undefined): string {
  const label = /^\{\{-?\s*\$labels\.(\w+)\s*-?\}\}$/.exec(part)?.[1]
  const gone = label !== undefined && model && labelStatus(model, label).status === 'never'
  return gone ? `\`${label}\`` : `\`${part}\``
}

const escaped = (text: string): string => text.replace(/[\\`*[\]<>|#]/g, '\\$&')

/** A name as the text of a heading: one line, in which nothing is Markdown. */
const heading = (name: string): string => escaped(name.replace(/[\s\x85]+/g, ' ').trim())

const SECTIONS: readonly (readonly [string, string])[] = [
  ['Impact', 'who notices, and how soon'],
  ['Diagnosis', 'how to find the cause: numbered steps with commands and queries'],
  ['Mitigation', 'how to end the impact, the safest step first'],
]

export interface PageParts {
  readonly title: string
  readonly alerts: readonly Imported[]
  /** The rules stay where they are, and the page is bound to them by name. */
  readonly keep: boolean
  /** The day until which stubs may stay. */
  readonly until: string
}

/** An address as a link if it is one, else as it is. */
const linkTo = (address: string): string => {
  const line = address.trim().replace(/\s+/g, ' ')
  if (/^https?:\/\/[^\s<>{}`]+$/i.test(line)) return `<${line}>`
  const fence = '`'.repeat(most((line.match(/`+/g) ?? []).map(({ length }) => length)) + 1)
  return `${fence}${fence.length > 1 ? ' ' : ''}${line}${fence.length > 1 ? ' ' : ''}${fence}`
}

function modelOf({ expr }: Rule): LabelModel | undefined {
  const parsed = expr && parseExpr(expr.value.value).expr
  return parsed && labelsOf(parsed)
}

/** A page for alerts without one: what the rules say, and stubs for the rest. */
export function pageText({ title, alerts, keep, until }: PageParts): string {
  const group = keep ? undefined : pageGroupOf(alerts)
  const severities = new Set(
    alerts.map(({ rule }) => rule.labels.find(({ key }) => key.value === 'severity')?.value.value),
  )
  const [severity] = severities
  const carried = severities.size === 1 && severity && !severity.includes('{{') ? severity : undefined
  const front = yaml(
    {
      ...(carried !== undefined && { severity: carried }),
      ...(group !== undefined && { group }),
      ...(keep && { alerts: [...new Set(alerts.map(({ rule }) => rule.alert!.value.value))] }),
      runbook: `todo ${until}`,
    },
    0,
  )
  const meanings = [
    ...new Set(
      alerts.map(({ rule }) => prose(annotation(rule, 'description', 'message', 'summary'), modelOf(rule))),
    ),
  ]
  const said = meanings.filter((text) => text !== '')
  const meaning =
    said.length > 0
      ? said.join('\n\n')
      : '<!-- todo: what the alert means, for someone who has never seen it -->'
  const stubs = SECTIONS.map(([name, what]) => `## ${name}\n\n<!-- todo: ${what} -->\n`)
  const block = keep ? '' : `${blockText(alerts, group)}\n`
  const earlier = [...new Set(alerts.flatMap((alert) => alert.earlier))].map(
    (address) => `Until this is written: ${linkTo(address)}\n\n`,
  )
  return `---\n${front}\n---\n\n# ${heading(title)}\n\n${earlier.join('')}${block}## Meaning\n\n${meaning}\n\n${stubs.join('\n')}`
}
