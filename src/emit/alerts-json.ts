/** `alerts.json`: alert → address, summary, severity, owner, expression; for bots and dashboards. */
import type { BoundRule, OutputFile, Program } from '../model.ts'
import { hash } from '../text/hash.ts'
import { rulesKey } from './keys.ts'
import { lineNumbers } from './lines.ts'

/** One entry per alert rule, in the order of the rule file; templates as written. */
export function emitAlertsJson(program: Program, version: string = ''): OutputFile[] {
  const heads = program.pages.flatMap(({ path, runbook: { frontmatter } }) => {
    const { owner, reviewed } = frontmatter
    return owner || reviewed ? [[path, owner?.value, reviewed?.value]] : []
  })
  const key = (): string => hash(JSON.stringify([rulesKey(program, version), heads]))
  return [{ path: 'alerts.json', make: () => alertsJson(program), key }]
}

function alertsJson(program: Program): string {
  const line = lineNumbers(program)
  const annotation = (rule: BoundRule, key: string): string | undefined =>
    rule.annotations.find((one) => one.key === key)?.value
  const alerts = program.groups
    .flatMap((group) => group.rules)
    .filter(({ kind }) => kind === 'alert')
    .map((rule) => {
      const page = program.pageAt(rule.page)
      return {
        alert: rule.name,
        group: rule.group,
        severity: rule.labels.find(({ key }) => key === 'severity')?.value,
        owner: page?.runbook.frontmatter.owner?.value,
        summary: annotation(rule, 'summary'),
        description: annotation(rule, 'description'),
        expr: rule.rule.expr?.value.value,
        for: rule.rule.for?.value.value,
        page: rule.page,
        url: rule.address,
        link: rule.link,
        reviewed: page?.runbook.frontmatter.reviewed?.value,
        source: { file: rule.file, line: line({ file: rule.file, range: rule.rule.range }) },
      }
    })
  return `${JSON.stringify({ alerts }, null, 2)}\n`
}
