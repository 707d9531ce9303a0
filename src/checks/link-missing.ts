import { nearest } from '../text/nearest.ts'
import type { ProgramCheck } from './check.ts'
import { linkFindings, shown } from './shared/alert-links.ts'

export const linkMissing: ProgramCheck = {
  code: 'link-missing',
  severity: 'error',
  summary: 'The runbook link of an alert leads to a page of the site.',
  needsPages: true,
  run(program, config, remember) {
    const paths = program.pages.map(({ path }) => path)
    return linkFindings(program, config, remember, (link, rule) => {
      if (link.kind !== 'missing') return undefined
      const near = nearest(link.path, paths)
      return {
        message: `Alert \`${rule.name}\` links to \`${shown(link.field.value.value)}\`, where there is no page`,
        otherwise: `write that runbook, or ${near === undefined ? 'correct the link' : `link to \`${config.site.url}${near}\``}`,
      }
    })
  },
}
