/** Shared by the checks of runbook links. */
import type { BoundRule, Config, Field, Fix, Program, Remember, Step, WrittenLink } from '../../model.ts'
import { groupBy } from '../../text/group-by.ts'
import { type Identified, identified, identifiedBy } from '../../text/identified.ts'
import { lazy } from '../../text/once.ts'
import { isPlaceholder } from '../../text/placeholder.ts'
import { replaceScalar } from '../../yaml/edit.ts'
import type { Finding } from '../check.ts'

/** Shortens an address for a message. */
export const shown = (address: string): string => {
  const line = address.trim().replace(/\s+/g, ' ')
  return line.length <= 120 ? line : `${line.slice(0, 119)}…`
}

/**
 * The correct address for a link as written: that of the alert's page, with the author's query. Undefined if the alert
 * has no page.
 */
function corrected({ address }: BoundRule, { value }: Field): string | undefined {
  // A placeholder address leads nowhere: it must not replace an address that an author chose.
  if (address === undefined || isPlaceholder(address)) return undefined
  const query = /^[^?#]*(\?[^#]*)/.exec(value.value.trim())?.[1] ?? ''
  return address.replace(/(?=#)|$/, () => query)
}

interface LinksToFix {
  readonly file: string
  readonly text: Identified<string>
  readonly links: readonly LinkToFix[]
}

interface LinkToFix {
  /** By its place in the text. */
  readonly field: Identified<Field>
  readonly address: string
}

/** The fixes that write the right addresses in place; null where it cannot be done safely. It reads YAML anew. */
const fixLinks: Step<LinksToFix, readonly (Fix | null)[]> = {
  name: 'fix-links',
  run: ({ file, text, links }) =>
    links.map(({ field, address }) => {
      const edit = replaceScalar(text.value, field.value.value, address)
      return edit ? { title: `Link to ${address}`, edits: [{ file, ...edit }] } : null
    }),
}

/** What is wrong with a link, and what is left to do where its right address is not known. */
export interface WrongLink extends Pick<Finding, 'message' | 'outside'> {
  readonly otherwise: string
}

/**
 * The findings about the runbook links of alerts that `judge` finds wrong, each with its `hint` and, where the right
 * address is known, its `fix`. Without an address of the site, or without a single runbook (rule files checked alone),
 * there is nothing to compare with, and only invalid addresses are checked.
 */
export function* linkFindings(
  program: Program,
  config: Config,
  remember: Remember,
  judge: (link: WrittenLink, rule: BoundRule) => WrongLink | undefined,
): Iterable<Finding> {
  const alone = config.site.url === '' || program.pages.length === 0
  for (const [file, known] of groupBy(wrongLinks(program, alone, judge), (one) => one.file)) {
    const links = known.flatMap(({ link }) => link ?? [])
    const text = identified(
      () => program.hashOf(file),
      () => program.texts.get(file) ?? '',
    )
    const fixes = lazy(() => {
      const made = remember(fixLinks, { file, text, links })
      return new Map(links.map((link, at) => [link, made[at] ?? undefined]))
    })
    for (const { otherwise, address, link, ...finding } of known) {
      const hint = address === undefined ? otherwise : `write \`${address}\``
      yield { ...finding, hint, ...(link && { fix: () => fixes().get(link) }) }
    }
  }
}

/**
 * What `judge` finds. Not a generator within `linkFindings`: V8 keeps whatever such a generator sees until the whole heap is collected, here
 * every program of a check of 144 files (21 MB in place of 14 at its end).
 */
function* wrongLinks(
  program: Program,
  alone: boolean,
  judge: (link: WrittenLink, rule: BoundRule) => WrongLink | undefined,
): Iterable<WrongLink & ReturnType<typeof linkToFix> & Pick<Finding, 'file' | 'range'>> {
  for (const rule of program.rules)
    for (const link of rule.written) {
      const found = alone && link.kind !== 'invalid' ? undefined : judge(link, rule)
      const { file } = rule
      if (found) yield { ...found, ...linkToFix(rule, link), file, range: link.field.value.range }
    }
}

/** The right address of a link, where it is known, and what is to be written in its place. */
function linkToFix(rule: BoundRule, { field }: WrittenLink): { address?: string; link?: LinkToFix } {
  const address = corrected(rule, field)
  if (address === undefined) return {}
  if (address === field.value.value) return { address }
  const byPlace = identifiedBy(() => String(field.value.range.start), field)
  return { address, link: { field: byPlace, address } }
}
