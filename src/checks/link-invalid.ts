import type { Config, Program } from '../model.ts'
import { carriedLinks, shown, type WrongLink, withRemedies } from './alert-links.ts'
import type { ProgramCheck } from './check.ts'

/** The hint if the address of the page is unknown. */
const hintFor = (reason: string): string =>
  /must be written|hexadecimal/.test(reason) ? 'encode that character' : 'write the whole address'

/** Only a warning: if a page explains the alert, the compiled rule has the correct link anyway. */
export const linkInvalid: ProgramCheck = {
  code: 'link-invalid',
  severity: 'warning',
  summary: 'The runbook link of an alert is a valid address.',
  run: (program, config, remember) => withRemedies(program, remember, wrongLinks(program, config)),
}

function* wrongLinks(program: Program, config: Config): Iterable<WrongLink> {
  for (const carried of carriedLinks(program, config)) {
    const { rule, link } = carried
    if (link.kind !== 'invalid') continue
    const finding = {
      file: rule.file,
      range: link.field.value.range,
      message: `The runbook link \`${shown(link.field.value.value)}\` of alert \`${rule.name}\` is not a valid address: ${link.reason}`,
    }
    yield { carried, finding, otherwise: hintFor(link.reason) }
  }
}
