import type { Config, Program } from '../model.ts'
import { nearest } from '../text/nearest.ts'
import { carriedLinks, type WrongLink, withRemedies } from './alert-links.ts'
import type { ProgramCheck } from './check.ts'

export const linkAnchor: ProgramCheck = {
  code: 'link-anchor',
  severity: 'error',
  summary: 'The anchor in the runbook link of an alert is one that the page has.',
  needsPages: true,
  run: (program, config, remember) => withRemedies(program, remember, wrongLinks(program, config)),
}

function* wrongLinks(program: Program, config: Config): Iterable<WrongLink> {
  for (const carried of carriedLinks(program, config)) {
    const { rule, link } = carried
    // A link to a wrong page is wrong before its anchor is.
    if (link.kind !== 'page' || !link.missingAnchor || (rule.page ?? link.path) !== link.path) continue
    const slugs = program.pageAt(link.path)?.runbook.headings.map(({ slug }) => slug) ?? []
    const near = nearest(link.anchor, slugs)
    const finding = {
      file: rule.file,
      range: link.field.value.range,
      message: `Alert \`${rule.name}\` links to \`#${link.anchor}\`, which its page does not have`,
    }
    const otherwise = near === undefined ? 'remove the anchor' : `did you mean \`#${near}\`?`
    yield { carried, finding, otherwise }
  }
}
