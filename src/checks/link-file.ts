import { isHost } from '../text/address.ts'
import type { ProgramCheck } from './check.ts'

/** Paths of somebody's own files. Links to those that a page cannot keep, such as `C:\\x`, are told where it is parsed. */
const OWN = /^(?:file:|\/(?:home|Users)\/|[A-Za-z]:[\\/])/

export const linkFile: ProgramCheck = {
  code: 'link-file',
  severity: 'warning',
  summary: 'Every image and every file of the repository that a runbook names is there.',
  needsPages: true,
  *run({ pages }) {
    for (const { runbook, links } of pages) {
      for (const bound of links) {
        if (OWN.test(bound.link.target) && (bound.link.image || bound.link.target.startsWith('/'))) {
          yield {
            file: runbook.source.path,
            range: bound.link.targetRange,
            message: `\`${bound.link.target}\` is a file of one machine: no reader's browser finds it`,
            hint: bound.link.image
              ? 'put the image beside this file, and write its relative path'
              : 'put it into the repository, and write its relative path, or write the path as code',
          }
          continue
        }
        if (bound.kind !== 'file' || !bound.isAbsent) continue
        const { link, file } = bound
        yield {
          file: runbook.source.path,
          range: link.targetRange,
          message: `${link.image ? 'The image' : 'The link leads to'} \`${link.target}\`${link.image ? ' does not exist' : ', which does not exist'}`,
          hint: isHost(link.target)
            ? `write \`https://${link.target}\``
            : `put it at \`${file}\`, or correct the path; it is relative to ${link.target.startsWith('/') ? 'the top of the repository' : 'this file'}`,
        }
      }
    }
  },
}
