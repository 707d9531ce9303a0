/** The text of a new runbook. */

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
    alert
      .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
      .replace(/([A-Z])(?=[A-Z][a-z])/g, '$1-')
      .toLowerCase()
      .replace(/[^\p{L}\p{N}_]+/gu, '-')
      .replace(/^-+|-+$/g, '') || 'runbook'
  )
}
