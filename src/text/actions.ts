/**
 * Finds the actions of a template text, `{{ … }}`, without parsing it: enough to know which of them print the value of
 * the firing alert. Strings inside an action may contain braces. Source: Go's text/template/parse/lex.go.
 */
import type { Range } from './source.ts'

export interface Action extends Range {
  /** The text between the braces, without trim markers and blanks. */
  readonly inner: string
}

/** Every action of a text, in order. One that is not closed, or holds a string that is not, is none. */
export function actionsIn(text: string): Action[] {
  const found: Action[] = []
  let start = text.indexOf('{{')
  while (start >= 0) {
    const { end, isClosed } = endOfAction(text, start + 2)
    if (isClosed) {
      const within = text.slice(start + 2, end - 2).replace(/^-\s/, '')
      found.push({ start, end, inner: within.replace(/\s-$/, '').trim() })
    }
    start = text.indexOf('{{', end)
  }
  return found
}

const NEXT = /["'`]|\}\}/g

/** The position after the `}}` of an action; else after what keeps it from having one: the end, or an open string. */
function endOfAction(text: string, from: number): { readonly end: number; readonly isClosed: boolean } {
  let at = from
  for (;;) {
    NEXT.lastIndex = at
    const found = NEXT.exec(text)
    if (!found) return { end: text.length, isClosed: false }
    if (found[0] === '}}') return { end: found.index + 2, isClosed: true }
    const close = endOfString(text, found.index)
    if (close < 0) return { end: found.index + 1, isClosed: false }
    at = close
  }
}

/** The position after a string of Go; -1 if it is not closed, which one in quotes is on its line. */
function endOfString(text: string, start: number): number {
  const quote = text[start]!
  if (quote === '`') return text.indexOf('`', start + 1) + 1 || -1
  for (let at = start + 1; at < text.length && text[at] !== '\n'; at++) {
    if (text[at] === quote) return at + 1
    if (text[at] === '\\' && text[++at] === '\n') return -1
  }
  return -1
}

/** The keyword that makes an action a statement: it opens, divides or closes a block, or prints nothing. */
export function statementOf({ inner }: Action): string | undefined {
  return /^(if|else|end|range|with|define|block|template|break|continue)\b/.exec(inner)?.[1]
}

/** Variables defined in every alert's template (template/template.go, `NewTemplateExpander` and its callers). */
const KNOWN = new Set(['$value', '$labels', '$externalLabels', '$externalURL'])

/**
 * Whether an action prints the alert's value in any context: it uses `$value`, no other variable of its own, and no
 * query.
 */
function printsValue(action: Action): boolean {
  if (!action.inner.includes('$value')) return false
  const code = action.inner.replace(/"(?:\\.|[^"\\\n])*"|`[^`]*`|'(?:\\.|[^'\\\n])*'/g, '""')
  if (statementOf(action) !== undefined || code.startsWith('/*') || /:?=/.test(code)) return false
  if (/\bquery\b/.test(code) || /(^|[\s(|])\.(?![A-Za-z_]\w*\s*:)/.test(code)) return false
  const variables: readonly string[] = code.match(/\$\w*/g) ?? []
  return variables.includes('$value') && variables.every((name) => KNOWN.has(name))
}

/** The pipeline with which a text first prints the alert's value, `$value | humanize`; undefined if it does not. */
export const valuePipeline = (text: string): string | undefined => pipelineIn(actionsIn(text))

/** The first of some actions that prints the alert's value; undefined if none does. */
export const pipelineIn = (actions: readonly Action[]): string | undefined => actions.find(printsValue)?.inner

/** What an action prints that is a label, or the first of several that is not empty, else a text. */
export interface LabelChoice {
  /** At least one, in the order in which they are tried. */
  readonly labels: readonly string[]
  /** Printed where none of them is set; undefined where nothing is said about that. */
  readonly otherwise: string | undefined
}

const LABEL = String.raw`\$labels\.[A-Za-z_]\w*`
const ARGUMENT = new RegExp(String.raw`${LABEL}|"(?:\\.|[^"\\\n])*"|\`[^\`]*\``, 'g')
const OR = new RegExp(String.raw`^or(?:\s+(?:${ARGUMENT.source}))+$`)
const ONE = new RegExp(`^${LABEL}$`)

/**
 * `$labels.x` and `or $labels.x $labels.y "none"`; undefined for any other action. As Go's `or`, whose result is its
 * first argument that is not empty, else its last (text/template/funcs.go).
 */
export function labelChoice({ inner }: Action): LabelChoice | undefined {
  if (!inner.includes('$labels.')) return undefined
  if (!ONE.test(inner) && !OR.test(inner)) return undefined
  const labels: string[] = []
  for (const [argument] of inner.matchAll(ARGUMENT)) {
    if (argument.startsWith('$')) labels.push(argument.slice('$labels.'.length))
    else {
      const otherwise = unquoted(argument)
      if (otherwise === undefined || labels.length === 0) return undefined
      if (otherwise !== '') return { labels, otherwise }
    }
  }
  return { labels, otherwise: undefined }
}

/** The text of a Go string; undefined for escapes that JSON does not have. */
function unquoted(literal: string): string | undefined {
  if (literal.startsWith('`')) return literal.slice(1, -1)
  try {
    return JSON.parse(literal) as string
  } catch {
    return undefined
  }
}

/** The labels that a text prints as they are, in order of appearance. */
export const labelsIn = (text: string): string[] => [...new Set(labelsOf(actionsIn(text)))]

/** The labels that some actions print as they are, in order; one may occur several times. */
export const labelsOf = (actions: readonly Action[]): string[] =>
  actions.flatMap((action) => labelChoice(action)?.labels ?? [])

/** A slot in code: the range of its `{{ $labels.name }}`. */
export interface SlotRange extends Range {
  readonly label: string
}

/** The `{{ $labels.name }}` actions of a text, trim markers allowed. Pipelines are not slots. */
export function slotsIn(code: string): SlotRange[] {
  if (!code.includes('$labels')) return []
  return [...code.matchAll(/\{\{-?\s*\$labels\.([A-Za-z_]\w*)\s*-?\}\}/g)].map((match) => ({
    start: match.index,
    end: match.index + match[0].length,
    label: match[1]!,
  }))
}
