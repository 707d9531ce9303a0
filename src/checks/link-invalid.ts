import { carriedLinks, remedy, shown } from './alert-links.ts'
import type { Check } from './check.ts'

/** A warning: where a page explains the alert, the compiled rule carries the right link all the same. */
export const linkInvalid: Check = {
  code: 'link-invalid',
  severity: 'warning',
  summary: 'The runbook link of an alert is a valid address.',
  *run(program, config) {
    for (const carried of carriedLinks(program, config)) {
      const { rule, link } = carried
      if (link.kind !== 'invalid') continue
      yield {
        file: rule.file,
        range: link.field.value.range,
        message: `Unexpected runbook link \`${shown(link.field.value.value)}\` of alert \`${rule.name}\`, expected a valid address: ${link.reason}`,
        ...remedy(program, carried, 'write the whole address'),
      }
    }
  },
}
