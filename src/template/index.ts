/**
 * Go's text/template as Prometheus uses it in alert labels and annotations: parse, check, execute, preview. It knows
 * nothing of rules or runbooks.
 */
import { analyse } from './analyse.ts'
import type { AnalyseOptions, LabelRead } from './analysis.ts'
import type { TemplateProblem } from './problem.ts'
import type { Tree } from './tree.ts'

export { analyse } from './analyse.ts'
export type { AnalyseOptions, Analysis, LabelRead } from './analysis.ts'
export type {
  ExecuteOptions,
  Execution,
  Limits,
  TemplateData,
  TemplateError,
  TemplateSample,
} from './exec.ts'
export { defaultLimits, executeTemplate } from './exec.ts'
export type { TemplateHistogram } from './histogram.ts'
export type { TemplateResult } from './parse.ts'
export { parseTemplate } from './parse.ts'
export { isPlain, plainLabels } from './plain.ts'
export type { Preview, PreviewOptions } from './preview.ts'
export { preview } from './preview.ts'
export type { TemplateProblem, TemplateProblemCode } from './problem.ts'
export type { Regexps } from './regexps.ts'
export { loadRegexps } from './regexps.ts'
export type { ParseOptions } from './state.ts'
export type { Tree } from './tree.ts'

/** Finds what would fail or mislead at run time in a template that parses. */
export function checkTemplate(tree: Tree, options?: AnalyseOptions): readonly TemplateProblem[] {
  return analyse(tree, options).problems
}

/** Every label that a template reads, in order of position. */
export function templateLabels(tree: Tree): readonly LabelRead[] {
  return analyse(tree).labels
}

/** Functions with a pattern; in prose, words. */
const USES = /\b(?:match|reReplaceAll)\b/

/** Whether the text between `{{` and `}}` is surely all of an action: a quoted `}}` ends none. */
const isWhole = (action: string): boolean => /^[^"`'\\]*(?:"[^"`'\\]*"[^"`'\\]*)*$/.test(action)

/** Whether running or checking a template needs `loadRegexps`. Quick; when in doubt, true. */
export function usesRegexps(text: string): boolean {
  if (!USES.test(text)) return false
  for (let open = text.indexOf('{{'); open >= 0; ) {
    const close = text.indexOf('}}', open)
    const action = text.slice(open, close < 0 ? undefined : close)
    if (USES.test(action)) return true
    if (close < 0 || !isWhole(action)) return USES.test(text.slice(open))
    open = text.indexOf('{{', close)
  }
  return false
}
