import { nearest } from '../text/nearest.ts'
import type { ProgramCheck } from './check.ts'

export const linkTarget: ProgramCheck = {
  code: 'link-target',
  severity: 'error',
  summary: 'Every link of a runbook to another runbook, or to a heading, leads somewhere.',
  *run(program) {
    const pages = new Map(program.pages.map((page) => [page.path, page]))
    const files = program.runbooks.map(({ source }) => source.path)
    for (const { runbook, links } of program.pages) {
      for (const bound of links) {
        const { link } = bound
        const place = { file: runbook.source.path, range: link.targetRange }
        if (bound.kind === 'missing') {
          const name = link.target
            .replace(/[?#].*$/s, '')
            .split('/')
            .at(-1)!
          const near = nearest(
            name,
            files.map((file) => file.split('/').at(-1)!),
          )
          yield {
            ...place,
            message: `The link leads to \`${link.target}\`, where no runbook is`,
            hint: near
              ? `did you mean \`${files.find((file) => file.endsWith(near))}\`?`
              : 'correct the path; it is relative to this file',
          }
        } else if (bound.kind === 'page' && bound.missingAnchor) {
          const slugs = pages.get(bound.path)!.runbook.headings.map(({ slug }) => slug)
          const near = nearest(bound.anchor, slugs)
          yield {
            ...place,
            message: `The link leads to \`#${bound.anchor}\`, where no heading is`,
            hint: near
              ? `did you mean \`#${near}\`?`
              : `the page has ${slugs.map((slug) => `#${slug}`).join(', ') || 'no headings'}`,
          }
        }
      }
    }
  },
}
