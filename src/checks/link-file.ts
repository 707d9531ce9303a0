import { isHost } from '../text/address.ts'
import type { ProgramCheck } from './check.ts'

export const linkFile: ProgramCheck = {
  code: 'link-file',
  severity: 'warning',
  summary: 'Every image and every file of the repository that a runbook names is there.',
  needsPages: true,
  *run({ pages }) {
    for (const { runbook, links } of pages) {
      for (const bound of links) {
        if (bound.kind !== 'file' || !bound.isAbsent) continue
        const { link, file } = bound
        yield {
          file: runbook.source.path,
          range: link.targetRange,
          message: `${link.image ? 'The image' : 'The link leads to'} \`${link.target}\`${link.image ? ' does not exist' : ', which does not exist'}`,
          hint: isHost(link.target)
            ? `write \`https://${link.target}\``
            : `put it at \`${file}\`, or correct the path; it is relative to this file`,
        }
      }
    }
  },
}
