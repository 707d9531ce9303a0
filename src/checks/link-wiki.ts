import { asCode } from '../text/listed.ts'
import type { ProgramCheck } from './check.ts'

export const linkWiki: ProgramCheck = {
  code: 'link-wiki',
  severity: 'warning',
  summary: 'Every link of a wiki, `[[Page]]`, leads to a page of the site.',
  needsPages: true,
  *run({ pages }) {
    for (const { runbook, links } of pages) {
      for (const bound of links) {
        const { names, range } = bound.link
        if (!names) continue
        const place = { file: runbook.source.path, range }
        if (bound.kind === 'missing') {
          yield {
            ...place,
            message: `No page, or more than one, is called ${names.map(asCode).join(' or ')}: the site shows this link as it is written`,
            hint: 'write `[text](path.md)` with the path from this file, or put it in code if it is no link',
          }
        } else if (bound.kind === 'page' && bound.missingAnchor) {
          yield {
            ...place,
            message: `The page has no heading \`${bound.anchor}\`: the link leads to its top`,
            hint: 'correct the heading, or leave it out',
          }
        }
      }
    }
  },
}
