import type { Config, Program } from '../model.ts'
import { isWebAddress } from '../text/address.ts'
import { carriedLinks, shown, type WrongLink, withRemedies } from './alert-links.ts'
import type { ProgramCheck } from './check.ts'
import { allFixes, gatherByBase } from './gather.ts'

/** The hint if the address of the page is unknown. */
const hintFor = (reason: string): string =>
  /must be written|hexadecimal/.test(reason) ? 'encode that character' : 'write the whole address'

/** Only a warning: if a page explains the alert, the compiled rule has the correct link anyway. */
export const linkInvalid: ProgramCheck = {
  code: 'link-invalid',
  severity: 'warning',
  summary: 'The runbook link of an alert is a valid address, and not one from an example.',
  run: (program, config, remember) => withRemedies(program, remember, wrongLinks(program, config)),
  gather: (findings) =>
    gatherByBase(findings, ({ base, findings: same }) => ({
      ...same[0]!,
      message: `${same.length} alerts link to \`${base}\`, an address from an example: it leads nowhere`,
      hint: 'write the address of your runbooks; an alert with a page needs no link, since a build writes it',
      fix: allFixes(same, 'Link to the pages'),
    })),
}

function* wrongLinks(program: Program, config: Config): Iterable<WrongLink> {
  for (const carried of carriedLinks(program, config)) {
    const { rule, link } = carried
    if (link.kind !== 'invalid' && link.kind !== 'file') continue
    const written = link.field.value.value
    const place = { file: rule.file, range: link.field.value.range }
    const named = `The runbook link \`${shown(written)}\` of alert \`${rule.name}\``
    if (link.kind === 'file') {
      const isWhole = isWebAddress(written.trim())
      const what = isWhole ? `leads to \`${link.file}\`` : 'is a path of the repository'
      const message = `${named} ${what}, where the site has no runbook`
      const otherwise = isWhole
        ? 'write that runbook, or correct the link'
        : 'write the path of a runbook from the root of the project, or a whole address'
      yield { carried, finding: { ...place, message }, otherwise }
    } else if (link.reason === undefined) {
      const message = `${named} is an address from an example: it leads nowhere`
      yield {
        carried,
        finding: { ...place, message, outside: written },
        otherwise: 'write the address of the runbook',
      }
    } else {
      const message = `${named} is not a valid address: ${link.reason}`
      yield { carried, finding: { ...place, message }, otherwise: hintFor(link.reason) }
    }
  }
}
