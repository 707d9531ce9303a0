/**
 * The codes of the stages' reports; those of checks are their file names. Each has a page with its name in
 * `docs/checks/`.
 */

/** Errors that make the outputs wrong; no configuration lowers their severity. */
export const ERRORS = [
  'annotation-name',
  'config-folder',
  'config-key',
  'config-value',
  'file-encoding',
  'file-kind',
  'file-outside',
  'file-size',
  'file-unreadable',
  'frontmatter-shape',
  'group-conflict',
  'group-name',
  'ignore-reason',
  'label-name',
  'label-value',
  'links-file',
  'markdown-conflict',
  'markdown-depth',
  'markdown-size',
  'page-address',
  'page-output',
  'promql-feature',
  'promql-syntax',
  'promql-type',
  'rule-duration',
  'rule-expr',
  'rule-field',
  'rule-name',
  'rule-shape',
  'rules-empty',
  'shortcode-unknown',
  'template-syntax',
  'test-shape',
  'yaml-alias',
  'yaml-duplicate-key',
  'yaml-syntax',
] as const

/** Warnings of the stages; their severity can be configured like a check's. */
export const NOTES = [
  'diagram-size',
  'expr-type',
  'file-unread',
  'frontmatter-key',
  'group-interval',
  'group-limit',
  'ignore-unused',
  'image-svg',
  'page-ambiguous',
  'query-syntax',
  'rule-fence',
  'rule-null',
  'runbook-html',
  'runbook-shortcode',
  'template-type',
  'template-value',
  'test-fence',
  'yaml-documents',
] as const

/** A code that stages report. */
export type StageCode = (typeof ERRORS)[number] | (typeof NOTES)[number]

declare const check: unique symbol

/** The code of a check: `Check.code`, which the runner adds to its findings. */
export type CheckCode = string & { readonly [check]: true }

/** The code of a diagnostic, of a stage or of a check. */
export type Code = StageCode | CheckCode
