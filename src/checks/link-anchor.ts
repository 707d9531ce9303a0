import { nearest } from '../text/nearest.ts'
import type { ProgramCheck } from './check.ts'
import { linkFindings } from './shared/alert-links.ts'

export const linkAnchor: ProgramCheck = {
  code: 'link-anchor',
  severity: 'error',
  summary: 'The anchor in the runbook link of an alert is one that the page has.',
  needsPages: true,
  run: (program, config, remember) =>
    linkFindings(program, config, remember, (link, rule) => {
      // A link to a wrong page is wrong before its anchor is.
      if (link.kind !== 'page' || !link.missingAnchor || (rule.page ?? link.path) !== link.path)
        return undefined
      const slugs = program.pageAt(link.path)?.runbook.headings.map(({ slug }) => slug) ?? []
      const near = nearest(link.anchor, slugs)
      return {
        message: `Alert \`${rule.name}\` links to \`#${link.anchor}\`, which its page does not have`,
        otherwise: near === undefined ? 'remove the anchor' : `did you mean \`#${near}\`?`,
      }
    }),
}
