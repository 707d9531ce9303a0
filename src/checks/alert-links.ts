/** Shared by the checks of runbook links. */
import type { BoundRule, Config, Field, Fix, Program, Remember, Step, WrittenLink } from '../model.ts'
import { groupBy } from '../text/group-by.ts'
import { type Identified, identified } from '../text/identified.ts'
import { isPlaceholder } from '../text/placeholder.ts'
import { replaceScalar } from '../yaml/edit.ts'
import type { Finding } from './check.ts'

/** A runbook link in a rule. */
export interface Carried {
  readonly rule: BoundRule
  readonly link: WrittenLink
}

/**
 * Every runbook link of every alert. Without an address of the site, or without a single runbook (rule files checked
 * alone), there is nothing to compare with, and only invalid addresses are checked.
 */
export function* carriedLinks(program: Program, config: Config): Iterable<Carried> {
  const alone = config.site.url === '' || program.pages.length === 0
  for (const rule of program.rules) {
    for (const link of rule.written) {
      if (!alone || link.kind === 'invalid') yield { rule, link }
    }
  }
}

/** Shortens an address for a message. */
export const shown = (address: string): string => {
  const line = address.trim().replace(/\s+/g, ' ')
  return line.length <= 120 ? line : `${line.slice(0, 119)}…`
}

/**
 * The correct address for a link as written: that of the alert's page, with the author's query. Undefined if the alert
 * has no page.
 */
export function corrected({ address }: BoundRule, { value }: Field): string | undefined {
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
export interface WrongLink {
  readonly carried: Carried
  readonly finding: Omit<Finding, 'hint' | 'fix'>
  readonly otherwise: string
}

/** The findings about links, each with its `hint` and, where the right address is known, its `fix`. */
export function* withRemedies(
  program: Program,
  remember: Remember,
  wrong: Iterable<WrongLink>,
): Iterable<Finding> {
  for (const [file, found] of groupBy(wrong, ({ carried }) => carried.rule.file)) {
    const known = found.map((one) => ({ ...one, ...linkToFix(one.carried) }))
    const links = known.flatMap(({ link }) => link ?? [])
    const text = identified(
      () => program.hashOf(file),
      () => program.texts.get(file) ?? '',
    )
    const fixes = links.length === 0 ? [] : remember(fixLinks, { file, text, links })
    const fixOf = new Map(links.map((link, at) => [link, fixes[at]]))
    for (const { finding, otherwise, address, link } of known) {
      const fix = link && fixOf.get(link)
      const hint = address === undefined ? otherwise : `write \`${address}\``
      yield { ...finding, hint, ...(fix && { fix }) }
    }
  }
}

/** The right address of a link, where it is known, and what is to be written where it stands. */
function linkToFix({ rule, link: { field } }: Carried): { address?: string; link?: LinkToFix } {
  const address = corrected(rule, field)
  if (address === undefined) return {}
  if (address === field.value.value) return { address }
  return {
    address,
    link: {
      field: identified(
        () => String(field.value.range.start),
        () => field,
      ),
      address,
    },
  }
}
