/** Shared by the checks of runbook links. */
import type { BoundRule, Config, Field, Fix, Program, Remember, Step, WrittenLink } from '../model.ts'
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

interface LinkToFix {
  readonly file: string
  readonly text: Identified<string>
  /** By its place in the text. */
  readonly field: Identified<Field>
  readonly address: string
}

/** The fix that writes the correct address in place; undefined if that is not safe. Parses the YAML again. */
const fixLink: Step<LinkToFix, Fix | undefined> = {
  name: 'fix-link',
  run({ file, text, field, address }) {
    const edit = replaceScalar(text.value, field.value.value, address)
    return edit && { title: `Link to ${address}`, edits: [{ file, ...edit }] }
  },
}

/** A finding about a link, with its `hint` and, if the correct address is known, its `fix`. */
export function withRemedy(
  program: Program,
  remember: Remember,
  { rule, link: { field } }: Carried,
  finding: Omit<Finding, 'hint' | 'fix'>,
  otherwise: string,
): Finding {
  const address = corrected(rule, field)
  if (address === undefined) return { ...finding, hint: otherwise }
  const { file } = rule
  const text = identified(program.hashOf(file), () => program.texts.get(file) ?? '')
  const known = identified(String(field.value.range.start), () => field)
  const fix =
    address === field.value.value ? undefined : remember(fixLink, { file, text, field: known, address })
  return { ...finding, hint: `write \`${address}\``, ...(fix && { fix }) }
}
