/**
 * Reads the tables of right and wrong rules (`right.yml`, `wrong.yml`): each case becomes a rule file without marks.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { dump, load } from 'js-yaml'

type Fields = Readonly<Record<string, unknown>>

export interface Case {
  /** Its heading: the code of a check, or a style. */
  readonly heading: string
  /** The rule as in the table, on one line. */
  readonly title: string
  /** The rule file. */
  readonly text: string
  /** The marked ranges in the rule file. */
  readonly marks: readonly (readonly [from: number, to: number])[]
}

/** The cases of a table, in order. */
export function readTable(file: string): Case[] {
  const table = load(readFileSync(join(import.meta.dirname, file), 'utf8')) as Record<string, unknown[]>
  return Object.entries(table).flatMap(([heading, cases]) => cases.map((one) => readCase(heading, one)))
}

function readCase(heading: string, written: unknown): Case {
  const fields = (typeof written === 'string' ? { expr: written } : written) as Fields
  const rules = (fields.rules ?? [fields]) as Fields[]
  const title = rules
    .map((rule) => (typeof written === 'string' ? rule.expr : JSON.stringify(rule)))
    .join(' ')
  return { heading, title: String(title), ...withoutMarks(ruleFile(rules, fields.interval)) }
}

function ruleFile(rules: readonly Fields[], interval: unknown): string {
  const usual = { for: '5m', labels: { severity: 'warning' } }
  const full = rules.map((rule) => {
    if (rule.record !== undefined) return rule
    const { for: duration, ...rest } = { alert: 'A', ...usual, ...rule } as Fields
    return duration === '' ? rest : { ...rest, for: duration }
  })
  const group = { name: 'g', ...(interval !== undefined && { interval }), rules: full }
  return dump({ groups: [group] }, { lineWidth: -1, forceQuotes: true })
}

function withoutMarks(marked: string): Pick<Case, 'text' | 'marks'> {
  const marks: [number, number][] = []
  let text = ''
  for (const piece of marked.split(/(?=[«»])/)) {
    if (piece.startsWith('«')) marks.push([text.length, text.length])
    if (piece.startsWith('»')) marks.at(-1)![1] = text.length
    text += piece.replace(/^[«»]/, '')
  }
  return { text, marks }
}
