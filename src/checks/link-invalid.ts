import type { BoundRule, WrittenLink } from '../model.ts'
import { isWebAddress } from '../text/address.ts'
import type { Finding, ProgramCheck } from './check.ts'
import { linkFindings, shown, type WrongLink } from './shared/alert-links.ts'
import { allFixes, gatherByBase, gatherByText } from './shared/gather.ts'

/** The hint if the address of the page is unknown. */
const hintFor = (reason: string): string =>
  /must be written|hexadecimal/.test(reason) ? 'encode that character' : 'write the whole address'

/** Only a warning: if a page explains the alert, the compiled rule has the correct link anyway. */
export const linkInvalid: ProgramCheck = {
  code: 'link-invalid',
  severity: 'warning',
  summary: 'The runbook link of an alert is a valid address, and not one from an example.',
  run: (program, config, remember) => linkFindings(program, config, remember, judge),
  gather: (findings) => {
    const isText = ({ outside }: Finding): boolean => outside !== undefined && !isWebAddress(outside.trim())
    const found = gatherByText(findings, isText, (text, same) => ({
      ...same[0]!,
      message: `${same.length} alerts have the text \`${shown(text)}\` where the link to their runbook belongs: it is not an address`,
      hint: 'write the whole address of each runbook, or remove the text; an alert with a page needs no link, since a build writes it',
      fix: allFixes(same, 'Link to the pages'),
    }))
    return gatherByBase(found, ({ base, findings: same }) => ({
      ...same[0]!,
      message: `${same.length} alerts link to \`${base}\`, an address from an example: it leads nowhere`,
      hint: 'write the address of your runbooks; an alert with a page needs no link, since a build writes it',
      fix: allFixes(same, 'Link to the pages'),
    }))
  },
}

function judge(link: WrittenLink, rule: BoundRule): WrongLink | undefined {
  if (link.kind !== 'invalid' && link.kind !== 'file') return undefined
  const written = link.field.value.value
  const named = `The runbook link \`${shown(written)}\` of alert \`${rule.name}\``
  if (link.kind === 'file') {
    const isWhole = isWebAddress(written.trim())
    const what = isWhole ? `leads to \`${link.file}\`` : 'is a path of the repository'
    return {
      message: `${named} ${what}, where the site has no runbook`,
      otherwise: isWhole
        ? 'write that runbook, or correct the link'
        : 'write the path of a runbook from the root of the project, or a whole address',
    }
  }
  return link.reason === undefined
    ? {
        message: `${named} is an address from an example: it leads nowhere`,
        outside: written,
        otherwise: 'write the address of the runbook',
      }
    : {
        message: `${named} is not a valid address: ${link.reason}`,
        // The same text in many alerts is no slip of each.
        ...(!isWebAddress(written.trim()) && { outside: written }),
        otherwise: hintFor(link.reason),
      }
}
