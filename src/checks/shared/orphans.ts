/** Pages and alerts without their counterpart: shared by the checks of orphans and of renames. */
import type { BoundRule, Page, Place, Program, Text } from '../../model.ts'
import { wordsOf } from '../../text/likeness.ts'
import { once } from '../../text/once.ts'
import { isIndexName } from '../../text/path.ts'
import { SECTIONS, sectionOf } from './sections.ts'

/** The name of an alert that a page is written for, but no rule has. */
export interface Orphan extends Place {
  readonly page: Page
  readonly name: string
  /** How the page refers to it. */
  readonly by: 'shortcode' | 'frontmatter' | 'name'
  /** The name as written, if it can be edited. */
  readonly text?: Text
}

/** All orphans, in order of pages. */
export const orphans: (program: Program) => readonly Orphan[] = once(
  (program: Program): readonly Orphan[] => {
    const alerts = new Set(program.rules.filter(({ kind }) => kind === 'alert').map(({ name }) => name))
    // Without any alert there is nothing to compare with: the rules are elsewhere.
    if (alerts.size === 0) return []
    const folders = new Set(program.pages.filter(hasAlert).map(folderOf))
    return program.pages.flatMap((page): Orphan[] => {
      const { runbook, refs } = page
      const file = runbook.source.path
      // A page with its own rule is no orphan, even if the rule's name is unreadable or nothing compiles it.
      if (runbook.frontmatter.draft === true || runbook.document || runbook.blocks.length > 0) return []
      if (runbook.diagnostics.some(({ code }) => code === 'rule-fence')) return []
      const byShortcode = refs
        .filter(({ rules }) => rules.length === 0)
        .map(
          ({ ref }): Orphan => ({
            page,
            file,
            range: ref.range,
            name: ref.alert.value,
            by: 'shortcode',
            text: ref.alert,
          }),
        )
      const byFrontmatter = runbook.frontmatter.alerts
        .filter(({ value }) => !alerts.has(value))
        .map((text): Orphan => ({ page, file, range: text.range, name: text.value, by: 'frontmatter', text }))
      const named = [...byShortcode, ...byFrontmatter]
      if (
        named.length > 0 ||
        page.rules.length > 0 ||
        refs.length > 0 ||
        runbook.frontmatter.alerts.length > 0
      )
        return named
      const name = alertNameOf(page, alerts, folders)
      if (name === undefined) return []
      const range = runbook.headings[0]?.range ?? { start: 0, end: 0 }
      return [{ page, file, range, name, by: 'name' }]
    })
  },
)

const hasAlert = ({ rules }: Page): boolean => rules.some(({ kind }) => kind === 'alert')

const folderOf = ({ runbook }: Page): string => runbook.source.path.replace(/[^/]*$/, '')

/**
 * The alert that a page is named after, judged by the page; a guide never has one. Among pages of alerts, a name in
 * their style or the sections of a runbook suffice; elsewhere both are needed.
 */
function alertNameOf(
  page: Page,
  alerts: ReadonlySet<string>,
  folders: ReadonlySet<string>,
): string | undefined {
  const { runbook } = page
  const name = runbook.source.path.replace(/^.*\/|\.[^/.]*$/g, '')
  if (isIndexName(name) && runbook.headings.length === 0) return undefined
  const among = folders.has(folderOf(page))
  const named = page.names.find(isAlertName)
  if (!among && named === undefined) return undefined
  const sections = SECTIONS.filter((name) => sectionOf(runbook.headings, name))
  const shown =
    runbook.headings.find(({ depth }) => depth === 1)?.text ??
    runbook.frontmatter.title?.value ??
    page.names[0]
  // A title may be the name in words: `etcd Members Down`.
  const titled = named !== undefined && wordsOf(shown ?? '').join('') === wordsOf(named).join('')
  if (!among) return titled && sections.length >= 2 ? named : undefined
  if (named !== undefined && sections.length >= 2) return named
  // A title of several words is that of a guide.
  if (named !== undefined && titled) return isLikeAlerts(named, alerts) ? named : undefined
  // Only an alert's page has the section Meaning.
  const built = sections.includes('Meaning') && sections.length >= 3
  return built ? (page.names.find((name) => /^[A-Z][A-Za-z0-9]*$/.test(name)) ?? page.names[0]) : undefined
}

const isAlertName = (name: string): boolean =>
  /^[A-Za-z][A-Za-z0-9_]*$/.test(name) && /[a-z0-9_][A-Z]/.test(name)

/**
 * Three words, or the first word of another alert; but not the subject of alerts, like `PostgreSQL` in
 * `PostgreSQLDown`.
 */
function isLikeAlerts(name: string, alerts: ReadonlySet<string>): boolean {
  const lower = name.toLowerCase()
  if ([...alerts].some((alert) => alert.toLowerCase().startsWith(lower))) return false
  const words = wordsOf(name)
  return words.length > 2 || [...alerts].some((alert) => wordsOf(alert)[0] === words[0])
}

/** Alerts that no page explains, the first rule of each name. */
export function pageless(program: Program): BoundRule[] {
  const seen = new Set<string>()
  return program.rules.filter(({ kind, page, name }) => {
    if (kind !== 'alert' || page !== undefined || seen.has(name)) return false
    seen.add(name)
    return true
  })
}
