/** Codes of what the stages warn of: their severity can be configured as that of a check. */
export const NOTES: readonly string[] = [
  'expr-type',
  'frontmatter-key',
  'group-interval',
  'group-limit',
  'ignore-unused',
  'page-ambiguous',
  'query-syntax',
  'rule-fence',
  'rule-null',
  'runbook-html',
  'template-type',
  'template-value',
  'yaml-documents',
]
