/** The text of a new runbook. */
import { apart } from '../text/camel.ts'
import { scalar } from '../yaml/edit.ts'

export interface Outline {
  readonly alert: string
  /** The rule to fill in; undefined where a rule file has the alert. */
  readonly rule: { readonly expr: string; readonly summary: string } | undefined
  readonly severity?: string
  readonly meaning: string
  readonly impact: string
  readonly diagnosis: string
  readonly mitigation: string
}

/** A runbook with the four sections, and with a rule or the name of one. */
export function skeleton(outline: Outline): string {
  const { alert, rule } = outline
  const name = scalar(alert)
  const first = rule ? `severity: ${outline.severity ?? 'warning'}` : `alerts:\n  - ${name}`
  const block = rule
    ? `\`\`\`yaml
alert: ${name}
expr: ${rule.expr}
for: 5m
annotations:
  summary: ${JSON.stringify(rule.summary)}
\`\`\`

`
    : ''
  return `---
${first}
owner: your-team
---

# ${alert}

${block}## Meaning

${outline.meaning}

## Impact

${outline.impact}

## Diagnosis

${outline.diagnosis}

## Mitigation

${outline.mitigation}
`
}

/** `HostDiskFull` → `host-disk-full`: file name of an alert's runbook. */
export function fileNameOf(alert: string): string {
  return (
    apart(alert, '-')
      .toLowerCase()
      .replace(/[^\p{L}\p{N}_]+/gu, '-')
      .replace(/^-+|-+$/g, '') || 'runbook'
  )
}
