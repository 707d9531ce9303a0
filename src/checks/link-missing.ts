import { nearest } from '../text/nearest.ts'
import { carriedLinks, remedy, shown } from './alert-links.ts'
import type { Check } from './check.ts'

export const linkMissing: Check = {
  code: 'link-missing',
  severity: 'error',
  summary: 'The runbook link of an alert leads to a page of the site.',
  *run(program, config) {
    const paths = program.pages.map(({ path }) => path)
    for (const carried of carriedLinks(program, config)) {
      const { rule, link } = carried
      if (link.kind !== 'missing') continue
      const near = nearest(link.path, paths)
      yield {
        file: rule.file,
        range: link.field.value.range,
        message: `Unexpected link of alert \`${rule.name}\` to \`${shown(link.field.value.value)}\`, where no page is`,
        ...remedy(
          program,
          carried,
          near === undefined
            ? 'write that runbook, or correct the link'
            : `write that runbook, or link to \`${config.site.url}${near}\``,
        ),
      }
    }
  },
}
