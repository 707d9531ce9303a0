/** The text of a new runbook. */
import { apart } from '../text/camel.ts'

export interface Outline {
  readonly alert: string
  readonly expr: string
  readonly summary: string
  readonly severity?: string
  readonly meaning: string
  readonly impact: string
  readonly diagnosis: string
  readonly mitigation: string
}

/** A runbook with one rule and the four sections. */
export function skeleton(outline: Outline): string {
  return `---
severity: ${outline.severity ?? 'warning'}
owner: your-team
---

# ${outline.alert}

\`\`\`yaml
alert: ${outline.alert}
expr: ${outline.expr}
for: 5m
annotations:
  summary: ${JSON.stringify(outline.summary)}
\`\`\`

## Meaning

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
