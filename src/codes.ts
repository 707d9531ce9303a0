/**
 * The codes of what the stages report; those of checks are the names of their files. Each has a page of its name in
 * `docs/checks/`.
 */

/** What makes the outputs wrong: errors, whose severity no configuration lowers. */
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

/** What the stages warn of: the severity can be configured as that of a check. */
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
  'template-type',
  'template-value',
  'test-fence',
  'yaml-documents',
] as const

/** A code that a stage reports. */
export type StageCode = (typeof ERRORS)[number] | (typeof NOTES)[number]

declare const check: unique symbol

/** The code of a check: `Check.code`, which the runner of the checks puts on what they find. */
export type CheckCode = string & { readonly [check]: true }

export type Code = StageCode | CheckCode
