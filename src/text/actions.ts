/**
 * Finds the actions of a template text, `{{ … }}`, without parsing it: enough to know which of them print the value of
 * the firing alert. Strings inside an action may contain braces. Source: Go's text/template/parse/lex.go.
 */
import type { Range } from './source.ts'

export interface Action extends Range {
  /** The text between the braces, without trim markers and blanks. */
  readonly inner: string
}

const ACTION =
  /\{\{(?:-\s)?\s*((?:"(?:\\.|[^"\\\n])*"|`[^`]*`|'(?:\\.|[^'\\\n])*'|(?!\}\})[^"`'])*?)\s*(?:\s-)?\}\}/g

/** Every action of a text, in order. */
export function actionsIn(text: string): Action[] {
  if (!text.includes('{{')) return []
  return [...text.matchAll(ACTION)].map((match) => ({
    start: match.index,
    end: match.index + match[0].length,
    inner: match[1]!,
  }))
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
export function printsValue(action: Action): boolean {
  const code = action.inner.replace(/"(?:\\.|[^"\\\n])*"|`[^`]*`|'(?:\\.|[^'\\\n])*'/g, '""')
  if (statementOf(action) !== undefined || code.startsWith('/*') || /:?=/.test(code)) return false
  if (/\bquery\b/.test(code) || /(^|[\s(|])\.(?![A-Za-z_]\w*\s*:)/.test(code)) return false
  const variables: readonly string[] = code.match(/\$\w*/g) ?? []
  return variables.includes('$value') && variables.every((name) => KNOWN.has(name))
}

/** The pipeline with which a text first prints the alert's value, `$value | humanize`; undefined if it does not. */
export function valuePipeline(text: string): string | undefined {
  return actionsIn(text).find(printsValue)?.inner
}

/** A slot in code: the range of its `{{ $labels.name }}`. */
export interface SlotRange extends Range {
  readonly label: string
}

/** The `{{ $labels.name }}` actions of a text, trim markers allowed. Pipelines are not slots. */
export function slotsIn(code: string): SlotRange[] {
  return [...code.matchAll(/\{\{-?\s*\$labels\.([A-Za-z_]\w*)\s*-?\}\}/g)].map((match) => ({
    start: match.index,
    end: match.index + match[0].length,
    label: match[1]!,
  }))
}
