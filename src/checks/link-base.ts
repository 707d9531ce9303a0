import type { Config, Program } from '../model.ts'
import { carriedLinks, shown, type WrongLink, withRemedies } from './alert-links.ts'
import type { ProgramCheck } from './check.ts'
import { allFixes, gatherByBase } from './gather.ts'

export const linkBase: ProgramCheck = {
  code: 'link-base',
  severity: 'warning',
  summary:
    'The runbook link of an alert leads to the page of the site that explains it, and to no other address.',
  needsPages: true,
  run: (program, config, remember) => withRemedies(program, remember, wrongLinks(program, config)),
  gather: (findings, { site }) =>
    gatherByBase(findings, ({ base, findings: same }) => ({
      ...same[0]!,
      message: `${same.length} alerts link to \`${base}\` instead of their pages under \`${site.url}\``,
      hint: `remove the links, since a build writes the right ones; or accept the address: \`links: { elsewhere: ["${base}"] }\` in alertbook.yml`,
      fix: allFixes(same, `Link to the pages under ${site.url}`),
    })),
}

function* wrongLinks(program: Program, config: Config): Iterable<WrongLink> {
  // A page that is still to be written takes the place of nothing.
  const promised = new Set(program.pages.filter(({ promise }) => promise).map(({ path }) => path))
  for (const carried of carriedLinks(program, config)) {
    const { rule, link } = carried
    if (rule.page === undefined || rule.address === undefined || promised.has(rule.page)) continue
    const written = link.field.value.value
    const place = { file: rule.file, range: link.field.value.range }
    const otherwise = 'link to its page'
    if (link.kind === 'elsewhere' && !config.links.elsewhere.some((base) => written.startsWith(base))) {
      const message = `Alert \`${rule.name}\` links to \`${shown(written)}\` instead of its page under \`${config.site.url}\``
      yield { carried, finding: { ...place, message, outside: written }, otherwise }
    } else if (link.kind === 'page' && link.path !== rule.page) {
      const message = `Alert \`${rule.name}\` links to \`/${link.path}\`, but \`/${rule.page}\` explains it`
      yield { carried, finding: { ...place, message }, otherwise }
    }
  }
}
