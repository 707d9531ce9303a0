import type { BoundRule, Config, Page, Program, WrittenLink } from '../model.ts'
import { shown } from './alert-links.ts'
import type { Finding, ProgramCheck } from './check.ts'
import { misspelt } from './severities.ts'

/** Whether the severity of an alert is among those that owe a runbook; one that a template makes always is. */
function isRequired({ labels }: BoundRule, { links }: Config): boolean {
  const severity = labels.find(({ key }) => key === 'severity')?.value ?? ''
  const wanted = links.required.map((one) => one.toLowerCase())
  return (
    wanted.includes('all') ||
    wanted.includes(severity.toLowerCase()) ||
    // A slip of the pen exempts no alert.
    misspelt(severity, wanted) !== undefined ||
    (wanted.length > 0 && severity.includes('{{'))
  )
}

/** A page with nothing on it explains nothing. */
const isEmpty = ({ runbook }: Page): boolean =>
  runbook.blocks.length === 0 && runbook.ruleRefs.length === 0 && runbook.isEmpty

const isKind =
  <K extends WrittenLink['kind']>(kind: K) =>
  (link: WrittenLink): link is WrittenLink & { readonly kind: K } =>
    link.kind === kind

export const alertWithoutRunbook: ProgramCheck = {
  code: 'alert-without-runbook',
  severity: 'warning',
  summary: 'Every alert has a runbook, or a dated promise of one.',
  *run(program, config) {
    // Rule files that are checked on their own have their runbooks elsewhere.
    if (program.runbooks.length === 0) return
    const pages = new Map(program.pages.map((page) => [page.path, page]))
    // Tiers of an alert owe one runbook between them.
    const seen = new Set<string>()
    for (const rule of program.rules) {
      if (rule.kind !== 'alert' || !isRequired(rule, config)) continue
      const key = `${rule.file}\n${rule.name}`
      if (seen.has(key)) continue
      const finding = judge(rule, rule.page === undefined ? undefined : pages.get(rule.page), program, config)
      if (!finding) continue
      seen.add(key)
      yield finding
    }
  },
}

function judge(
  rule: BoundRule,
  page: Page | undefined,
  program: Program,
  config: Config,
): Finding | undefined {
  const place = { file: rule.file, range: rule.rule.alert!.value.range }
  if (page?.promise) return broken(rule, page.runbook.source.path, page.promise, program)
  if (page && !isEmpty(page)) return undefined
  if (page) {
    const { path } = page.runbook.source
    return {
      ...place,
      message: `Unexpected alert \`${rule.name}\` with an empty runbook, expected one that says what to do`,
      hint: `write \`${path}\``,
      related: [{ file: path, range: { start: 0, end: 0 }, message: 'this page is empty' }],
    }
  }
  const promise = rule.written.find(isKind('todo'))
  if (promise) {
    const { range } = promise.field.value
    return broken(rule, rule.file, { range, until: promise.until }, program)
  }
  // A dead link is the finding of `link-missing`, where the site has an address.
  if (config.site.url !== '' && rule.written.some(isKind('missing'))) return undefined
  if (rule.written.some(isKind('template'))) return undefined
  const outside = rule.written.find(isKind('elsewhere'))?.field.value.value
  if (outside !== undefined && config.links.elsewhere.some((base) => outside.startsWith(base)))
    return undefined
  return outside === undefined
    ? {
        ...place,
        message: `Unexpected alert \`${rule.name}\` without a runbook, expected a page that explains it`,
        hint: `write one (\`alertbook new ${rule.name}\`), or name the alert under \`alerts:\` in the frontmatter of a page`,
      }
    : {
        ...place,
        message: `Unexpected alert \`${rule.name}\` without a runbook of this site: its link leads to \`${shown(outside)}\``,
        hint: 'write a page, or name that address under `links.elsewhere` in the configuration',
      }
}

/** A promise holds until its day; one without a day is none. */
function broken(
  { name }: BoundRule,
  file: string,
  { range, until }: NonNullable<Page['promise']>,
  { today }: Program,
): Finding | undefined {
  if (until === undefined) {
    return {
      file,
      range,
      message: `Unexpected promise of a runbook for alert \`${name}\` without a day, expected one it is due`,
      hint: 'write `todo 2027-01-31`',
    }
  }
  if (today === undefined || today <= until) return undefined
  return {
    file,
    range,
    message: `Unexpected alert \`${name}\` without a runbook, which was promised for ${until}`,
    hint: 'write it, or move the date',
  }
}
