import type { Config, Program } from '../model.ts'
import { nearest } from '../text/nearest.ts'
import { carriedLinks, shown, type WrongLink, withRemedies } from './alert-links.ts'
import type { ProgramCheck } from './check.ts'

export const linkMissing: ProgramCheck = {
  code: 'link-missing',
  severity: 'error',
  summary: 'The runbook link of an alert leads to a page of the site.',
  needsPages: true,
  run: (program, config, remember) => withRemedies(program, remember, wrongLinks(program, config)),
}

function* wrongLinks(program: Program, config: Config): Iterable<WrongLink> {
  const paths = program.pages.map(({ path }) => path)
  for (const carried of carriedLinks(program, config)) {
    const { rule, link } = carried
    if (link.kind !== 'missing') continue
    const near = nearest(link.path, paths)
    const finding = {
      file: rule.file,
      range: link.field.value.range,
      message: `Alert \`${rule.name}\` links to \`${shown(link.field.value.value)}\`, where there is no page`,
    }
    const otherwise = near === undefined ? 'correct the link' : `link to \`${config.site.url}${near}\``
    yield { carried, finding, otherwise: `write that runbook, or ${otherwise}` }
  }
}
