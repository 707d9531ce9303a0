import type { Config, Program } from '../model.ts'
import { carriedLinks, shown, type WrongLink, withRemedies } from './alert-links.ts'
import type { ProgramCheck } from './check.ts'

/** The hint where the address of the page is not known. */
const hintFor = (reason: string): string =>
  /must be written|hexadecimal/.test(reason) ? 'encode that character' : 'write the whole address'

/** A warning: where a page explains the alert, the compiled rule carries the right link all the same. */
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
