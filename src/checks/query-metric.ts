import { isUsual } from '../analysis/index.ts'
import type { BoundRule, Page } from '../model.ts'
import { isSlip } from '../text/nearest.ts'
import { within } from '../text/once.ts'
import { locate } from '../text/source.ts'
import type { ProgramCheck } from './check.ts'

/** A name in a query, with the letter or the parenthesis behind it. */
const NAME = /(?<![\w:."'`$-])[a-zA-Z_:][\w:]{7,}(?![\w:(."'`]|\s*(?:\(|=|!=|~))/g
/** Digits tell names apart on purpose: `rate5m` and `rate1m`, `p50` and `p90`. */
const WORDS = /[A-Za-z]+|[^A-Za-z]+/g
/** Shorter words differ in one letter on purpose: `max` and `may`, `rx` and `tx`. */
const SHORTEST = 4

export const queryMetric: ProgramCheck = {
  code: 'query-metric',
  severity: 'warning',
  summary: 'A query on a page does not misspell a metric that the rules read or record.',
  needsPages: true,
  *run({ pages, rules }) {
    const asked = pages.flatMap((page) => namesIn(page))
    if (asked.length === 0) return
    const known = knownIn(rules)
    // A name that is asked for in several places is no slip.
    const times = new Map<string, number>()
    for (const { name } of asked) times.set(name, (times.get(name) ?? 0) + 1)
    const near = nearNames(known)
    for (const { name, page, start, query } of asked) {
      const meant = times.get(name) === 1 && !known.has(name) ? near(name) : undefined
      if (meant === undefined) continue
      const rule = known.get(meant)!
      yield {
        file: page.runbook.source.path,
        range: locate(query, start, start + name.length),
        message: `No rule reads or records \`${name}\`: \`${meant}\` is probably meant`,
        hint: `write \`${meant}\``,
        related: [{ file: rule.file, range: rule.rule.range, message: `a rule with \`${meant}\`` }],
      }
    }
  },
}

interface Asked {
  readonly name: string
  readonly page: Page
  readonly query: Page['runbook']['queries'][number]['text']
  readonly start: number
}

function namesIn(page: Page): Asked[] {
  return page.runbook.queries.flatMap(({ text }) => {
    // Labels and their values are no metrics, nor is what a comment says.
    const value = text.value.replace(
      /#[^\n]*|\{[^{}]*\}|\b(?:by|without|on|ignoring|group_left|group_right)\s*\([^()]*\)/g,
      (part) => ' '.repeat(part.length),
    )
    return [...value.matchAll(NAME)].map(({ 0: name, index }) => ({ name, page, query: text, start: index }))
  })
}

/** The metrics that rules read or record, each with one of those rules. */
function knownIn(rules: readonly BoundRule[]): ReadonlyMap<string, BoundRule> {
  const known = new Map<string, BoundRule>()
  for (const rule of rules) {
    for (const name of rule.metrics()) if (!known.has(name)) known.set(name, rule)
    if (rule.kind === 'record') known.set(rule.name, rule)
  }
  return known
}

/** The name that differs in one word by one letter or a swap of two: found by what is left without that word. */
function nearNames(known: ReadonlyMap<string, BoundRule>): (name: string) => string | undefined {
  const byRest = new Map<string, string[]>()
  for (const name of known.keys())
    for (const { rest, word } of cutsOf(name)) within(byRest, rest, () => []).push(word)
  return (name) => {
    for (const { rest, word, whole } of cutsOf(name)) {
      const meant = (byRest.get(rest) ?? []).filter((other) => isSlip(word, other))
      if (meant.length === 1) return whole(meant[0]!)
    }
    return undefined
  }
}

interface Cut {
  readonly rest: string
  readonly word: string
  readonly whole: (word: string) => string
}

function cutsOf(name: string): Cut[] {
  if (!isUsual(name)) return []
  const words = name.match(WORDS) ?? []
  return words.flatMap((word, at): Cut[] => {
    if (word.length < SHORTEST || !/^[A-Za-z]/.test(word)) return []
    const [before, behind] = [words.slice(0, at).join(''), words.slice(at + 1).join('')]
    // A word alone is no name that others vary.
    if (before === '' && behind === '') return []
    return [{ rest: `${before}\0${behind}`, word, whole: (other) => before + other + behind }]
  })
}
