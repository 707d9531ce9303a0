import type { ProgramCheck } from './check.ts'
import { linkFindings, shown } from './shared/alert-links.ts'
import { allFixes, gatherByBase } from './shared/gather.ts'

export const linkBase: ProgramCheck = {
  code: 'link-base',
  severity: 'warning',
  summary:
    'The runbook link of an alert leads to the page of the site that explains it, and to no other address.',
  needsPages: true,
  run(program, config, remember) {
    // A page that is still to be written takes the place of nothing.
    const promised = new Set(program.pages.filter(({ promise }) => promise).map(({ path }) => path))
    const otherwise = 'link to its page'
    return linkFindings(program, config, remember, (link, rule) => {
      if (rule.page === undefined || rule.address === undefined || promised.has(rule.page)) return undefined
      const outside = link.field.value.value
      if (link.kind === 'elsewhere' && !config.links.elsewhere.some((base) => outside.startsWith(base))) {
        const message = `Alert \`${rule.name}\` links to \`${shown(outside)}\` instead of its page under \`${config.site.url}\``
        return { message, outside, otherwise }
      }
      if (link.kind !== 'page' || link.path === rule.page) return undefined
      return {
        message: `Alert \`${rule.name}\` links to \`/${link.path}\`, but \`/${rule.page}\` explains it`,
        otherwise,
      }
    })
  },
  gather: (findings, { site }) =>
    gatherByBase(findings, ({ base, findings: same }) => ({
      ...same[0]!,
      message: `${same.length} alerts link to \`${base}\` instead of their pages under \`${site.url}\``,
      hint: `remove the links, since a build writes the right ones; or accept the address: \`links: { elsewhere: ["${base}"] }\` in alertbook.yml`,
      fix: allFixes(same, `Link to the pages under ${site.url}`),
    })),
}
