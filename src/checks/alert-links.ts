/** What the checks of runbook links share. */
import type { BoundRule, Config, Field, Fix, Program, Remember, WrittenLink } from '../model.ts'
import { isPlaceholder } from '../text/placeholder.ts'
import { replaceScalar } from '../yaml/edit.ts'
import type { Finding } from './check.ts'

/** A runbook link that a rule writes. */
export interface Carried {
  readonly rule: BoundRule
  readonly link: WrittenLink
}

/**
 * Every runbook link of every alert. Without an address of the site, or without a single runbook (rule files
 * checked on their own), there is nothing to hold them against, and only those that are no address are left.
 */
export function* carriedLinks(program: Program, config: Config): Iterable<Carried> {
  const alone = config.site.url === '' || program.pages.length === 0
  for (const rule of program.rules) {
    for (const link of rule.written) {
      if (!alone || link.kind === 'invalid') yield { rule, link }
    }
  }
}

/** Shows an address without filling the terminal. */
export const shown = (address: string): string => {
  const line = address.trim().replace(/\s+/g, ' ')
  return line.length <= 120 ? line : `${line.slice(0, 119)}…`
}

/**
 * The address that belongs in place of a link as written: that of the alert's page, with the query the
 * author wrote. Undefined where the alert has no page.
 */
export function corrected({ address }: BoundRule, { value }: Field): string | undefined {
  // An address out of an example leads nowhere: it is never written over one that an author chose.
  if (address === undefined || isPlaceholder(address)) return undefined
  const query = /^[^?#]*(\?[^#]*)/.exec(value.value.trim())?.[1] ?? ''
  return address.replace(/(?=#)|$/, () => query)
}

/** The fix that writes the right address in place; none where it is not known or cannot be written safely. */
function linkFix(program: Program, { rule, link }: Carried): Fix | undefined {
  const address = corrected(rule, link.field)
  if (address === undefined || address === link.field.value.value) return undefined
  const edit = replaceScalar(program.texts.get(rule.file) ?? '', link.field.value, address)
  return edit && { title: `Link to ${address}`, edits: [{ file: rule.file, ...edit }] }
}

/** A finding about a link with its `hint`, and its `fix`, which is made when it is asked for: it reads YAML anew. */
export function withRemedy(
  program: Program,
  remember: Remember,
  carried: Carried,
  finding: Omit<Finding, 'hint' | 'fix'>,
  otherwise: string,
): Finding {
  const address = corrected(carried.rule, carried.link.field)
  return {
    ...finding,
    hint: address === undefined ? otherwise : `write \`${address}\``,
    fix: () => {
      const { file, range } = finding
      const key = `fix ${program.hashOf(file)} ${range.start} ${address} ${file}`
      return remember(key, () => linkFix(program, carried) ?? null) ?? undefined
    },
  }
}
