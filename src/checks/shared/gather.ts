/** Gathers findings that say the same of many alerts: their links lead to one address outside the site. */
import type { Fix } from '../../model.ts'
import { withoutQuery } from '../../text/address.ts'
import { commonFolder } from '../../text/folder.ts'
import { groupBy } from '../../text/group-by.ts'
import { type Finding, fixOf } from '../check.ts'

/** From this number, one finding replaces them. */
const MANY = 3

/** Findings about links with one base in common. */
export interface SameBase {
  readonly base: string
  readonly findings: readonly Finding[]
}

/** Replaces findings whose `outside` addresses share a base by the result of `summarise`. */
export function gatherByBase(
  findings: readonly Finding[],
  summarise: (same: SameBase) => Finding,
): readonly Finding[] {
  const groups = groupsOf(findings.filter(({ outside }) => outside !== undefined))
  const summaries = new Map(groups.map((same) => [same.findings[0]!, summarise(same)]))
  const gathered = new Set(groups.flatMap((same) => same.findings))
  return findings.flatMap((finding) => summaries.get(finding) ?? (gathered.has(finding) ? [] : [finding]))
}

/** Replaces findings with the same text where a link belongs, of those that are `about` one, by the result of `summarise`. */
export function gatherByText(
  findings: readonly Finding[],
  about: (finding: Finding) => boolean,
  summarise: (text: string, same: readonly Finding[]) => Finding,
): readonly Finding[] {
  const groups = groupBy(findings.filter(about), ({ outside }) => outside!.trim())
  return findings.flatMap((finding): Finding[] => {
    if (!about(finding)) return [finding]
    const text = finding.outside!.trim()
    const same = groups.get(text)!
    if (same.length >= MANY && finding !== same[0]) return []
    // A text has no host to be gathered by.
    const { outside: _, ...found } = same.length < MANY ? finding : summarise(text, same)
    return [found]
  })
}

function groupsOf(findings: readonly Finding[]): SameBase[] {
  const byHost = partition(findings, ([scheme, host]) => `${scheme}//${host}/`)
  return [...byHost].flatMap(([base, same]): SameBase[] => {
    const common = commonFolder(same.map(bareAddress))
    if (common !== base || same.length < MANY)
      return same.length < MANY ? [] : [{ base: common, findings: same }]
    // A host shared by many: `https://github.com/` alone is not an address to accept.
    return [...partition(same, (parts) => (parts.length > 4 ? `${base}${parts[3]}/` : base))]
      .filter(([, part]) => part.length >= MANY)
      .map(([, part]) => ({ base: commonFolder(part.map(bareAddress)), findings: part }))
  })
}

/** The address of a finding, without query and fragment. */
const bareAddress = ({ outside }: Finding): string => withoutQuery(outside!.trim())

/** By a key made of an address; `parts`: its text split at slashes. */
function partition(
  findings: readonly Finding[],
  keyOf: (parts: readonly string[]) => string,
): Map<string, Finding[]> {
  return groupBy(findings, (finding) => {
    const parts = bareAddress(finding).split('/')
    return keyOf([parts[0]!, ...parts.slice(2, 3), '', ...parts.slice(3)])
  })
}

/** One fix for all of them; undefined if one has none. */
export function allFixes(findings: readonly Finding[], title: string): () => Fix | undefined {
  return () => {
    const fixes = findings.map(({ fix }) => fixOf(fix))
    if (!fixes.every((fix) => fix !== undefined)) return undefined
    return { title, edits: fixes.flatMap(({ edits }) => edits) }
  }
}
