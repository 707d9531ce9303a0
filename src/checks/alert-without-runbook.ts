import type { BoundRule, Config, Page, Program, WrittenLink } from '../model.ts'
import { LINK_ANNOTATIONS } from '../rule-fields.ts'
import type { Finding, ProgramCheck } from './check.ts'
import { shown } from './shared/alert-links.ts'
import { gatherByBase } from './shared/gather.ts'
import { atName } from './shared/in-expr.ts'
import { misspelt } from './shared/severities.ts'

/** Whether alerts of this severity need a runbook; one computed by a template always does. */
function isRequired({ labels }: BoundRule, { links }: Config): boolean {
  const severity = labels.find(({ key }) => key === 'severity')?.value ?? ''
  const wanted = links.required.map((one) => one.toLowerCase())
  return (
    wanted.includes('all') ||
    wanted.includes(severity.toLowerCase()) ||
    // A misspelling exempts no alert.
    misspelt(severity, wanted) !== undefined ||
    (wanted.length > 0 && severity.includes('{{'))
  )
}

/** An empty page explains nothing. */
const isEmpty = ({ runbook }: Page): boolean =>
  runbook.blocks.length === 0 && runbook.ruleRefs.length === 0 && runbook.isEmpty

const isKind =
  <K extends WrittenLink['kind']>(kind: K) =>
  (link: WrittenLink): link is WrittenLink & { readonly kind: K } =>
    link.kind === kind

export const alertWithoutRunbook: ProgramCheck = {
  code: 'alert-without-runbook',
  severity: 'warning',
  needsAll: true,
  summary: 'Every alert has a runbook, or a dated promise of one.',
  needsPages: true,
  *run(program, config) {
    // Rule files checked alone have their runbooks elsewhere.
    if (program.runbooks.length === 0) return
    // Tiers of an alert need only one runbook.
    const seen = new Set<string>()
    for (const rule of program.rules) {
      if (rule.kind !== 'alert' || !isRequired(rule, config)) continue
      const key = `${rule.file}\n${rule.name}`
      if (seen.has(key)) continue
      const finding = judge(rule, program.pageAt(rule.page), program, config)
      if (!finding) continue
      seen.add(key)
      yield finding
    }
  },
  gather: (findings) =>
    gatherByBase(findings, ({ base, findings: same }) => ({
      ...same[0]!,
      message: `${same.length} alerts have no runbook on this site: their links lead to \`${base}\``,
      hint: `write pages, or accept that address: \`links: { elsewhere: ["${base}"] }\` in alertbook.yml`,
    })),
}

function judge(
  rule: BoundRule,
  page: Page | undefined,
  program: Program,
  config: Config,
): Finding | undefined {
  const place = atName(rule)
  if (page?.promise) return broken(rule, page.runbook.source.path, page.promise, program)
  if (page && !isEmpty(page)) return undefined
  if (page) {
    const { path } = page.runbook.source
    return {
      ...place,
      message: `The runbook of alert \`${rule.name}\` is empty`,
      hint: `write \`${path}\``,
      related: [{ file: path, range: { start: 0, end: 0 }, message: 'this page is empty' }],
    }
  }
  const promise = rule.written.find(isKind('todo'))
  if (promise) {
    const { range } = promise.field.value
    return broken(rule, rule.file, { range, until: promise.until }, program)
  }
  // If the site has an address, a dead link is reported by `link-missing`.
  if (config.site.url !== '' && rule.written.some(isKind('missing'))) return undefined
  if (rule.written.some(isKind('template'))) return undefined
  // So is one that is no address, by `link-invalid`.
  if (rule.written.some(({ kind }) => kind === 'invalid' || kind === 'file')) return undefined
  const outside = rule.written.find(isKind('elsewhere'))?.field.value.value
  if (outside !== undefined && config.links.elsewhere.some((base) => outside.startsWith(base)))
    return undefined
  const misplaced = rule.labels.find(({ key }) => LINK_ANNOTATIONS.includes(key))
  if (misplaced !== undefined && outside === undefined)
    return {
      ...place,
      message: `Alert \`${rule.name}\` has no runbook: its \`${misplaced.key}\` is a label, and links are read from annotations`,
      hint: `move \`${misplaced.key}\` from \`labels:\` to \`annotations:\``,
      related: [{ file: misplaced.from.file, range: misplaced.from.range, message: 'this label' }],
    }
  return outside === undefined
    ? {
        ...place,
        message: `Alert \`${rule.name}\` has no runbook`,
        hint: `write one (\`alertbook new ${rule.name}\`), or name the alert under \`alerts:\` in the frontmatter of a page`,
      }
    : {
        ...place,
        message: `Alert \`${rule.name}\` has no runbook on this site: its link leads to \`${shown(outside)}\``,
        hint: 'write a page, or add that address to `links.elsewhere` in the configuration',
        outside,
      }
}

/** A promise is valid until its day; without a day it is not. */
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
      message: `The promise of a runbook for alert \`${name}\` has no date`,
      hint: 'write `todo 2027-01-31`',
    }
  }
  if (today === undefined || today <= until) return undefined
  return {
    file,
    range,
    message: `Alert \`${name}\` still has no runbook: it was promised for ${until}`,
    hint: 'write it, or set a later date',
  }
}
