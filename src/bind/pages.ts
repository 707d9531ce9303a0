/** Which page explains an alert, and where. */
import type { BoundRule, Config, Diagnostic, Place, Runbook } from '../model.ts'
import { pagePath, pathOf } from './addresses.ts'

/** A page's answer to "do you explain this alert?", with the place that says so. */
interface Claim extends Place {
  readonly path: string
}

export interface Claims {
  /** Levels in order of precedence; each maps an alert's name (or a page's path) to the pages that claim it. */
  readonly byFrontmatter: ReadonlyMap<string, readonly Claim[]>
  readonly byShortcode: ReadonlyMap<string, readonly Claim[]>
  readonly byName: ReadonlyMap<string, readonly Claim[]>
  readonly paths: ReadonlySet<string>
}

export function readClaims(runbooks: readonly Runbook[], config: Config): Claims {
  const byFrontmatter = new Map<string, Claim[]>()
  const byShortcode = new Map<string, Claim[]>()
  const byName = new Map<string, Claim[]>()
  const paths = new Set<string>()
  const add = (to: Map<string, Claim[]>, name: string, claim: Claim): void => {
    const claims = to.get(name)
    if (!claims) to.set(name, [claim])
    else if (!claims.some((other) => other.path === claim.path)) claims.push(claim)
  }
  for (const runbook of runbooks) {
    const file = runbook.source.path
    const path = pagePath(file, config.runbooks)
    paths.add(path)
    for (const name of runbook.frontmatter.alerts)
      add(byFrontmatter, name.value, { path, file, range: name.range })
    for (const { alert, range } of runbook.ruleRefs) add(byShortcode, alert.value, { path, file, range })
    const heading = runbook.headings[0]
    const base = file.slice(file.lastIndexOf('/') + 1).replace(/\.[^.]*$/, '')
    add(byName, base.toLowerCase(), { path, file, range: heading?.range ?? { start: 0, end: 0 } })
    if (heading) add(byName, heading.text.toLowerCase(), { path, file, range: heading.range })
  }
  return { byFrontmatter, byShortcode, byName, paths }
}

/** Alerts whose block stands in a page are that page's; for all others the first level that answers decides. */
export function pageOf(
  rule: BoundRule,
  ownPage: string | undefined,
  claims: Claims,
  config: Config,
  diagnostics: Diagnostic[],
): string | undefined {
  if (ownPage !== undefined) return ownPage
  const linked = rule.annotations
    .filter(({ key }) => key === 'runbook' || key === 'runbook_url' || config.links.annotations.includes(key))
    .map(({ value }) => pathOf(config, value))
    .find((path) => path !== undefined && claims.paths.has(path))
  const levels = [
    claims.byFrontmatter.get(rule.name) ?? [],
    claims.byShortcode.get(rule.name) ?? [],
    linked === undefined ? [] : [{ path: linked, file: rule.file, range: rule.rule.range }],
    claims.byName.get(rule.name.toLowerCase()) ?? [],
  ]
  const answers = levels.find((level) => level.length > 0) ?? []
  if (answers.length > 1) {
    diagnostics.push({
      file: rule.file,
      range: (rule.rule.alert ?? rule.rule.record)!.value.range,
      code: 'page-ambiguous',
      severity: 'warning',
      message: `Unexpected ${answers.length} pages for alert \`${rule.name}\`, expected one`,
      hint: 'name the alert under `alerts:` in the frontmatter of the page that explains it',
      related: answers.map(({ file, range }) => ({ file, range, message: 'claimed here' })),
    })
  }
  return answers[0]?.path
}
