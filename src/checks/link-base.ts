import { carriedLinks, shown, withRemedy } from './alert-links.ts'
import type { ProgramCheck } from './check.ts'

export const linkBase: ProgramCheck = {
  code: 'link-base',
  severity: 'warning',
  summary:
    'The runbook link of an alert leads to the page of the site that explains it, and to no other address.',
  *run(program, config, remember) {
    for (const carried of carriedLinks(program, config)) {
      const { rule, link } = carried
      if (rule.page === undefined || rule.address === undefined) continue
      const written = link.field.value.value
      const place = { file: rule.file, range: link.field.value.range }
      if (link.kind === 'elsewhere' && !config.links.elsewhere.some((base) => written.startsWith(base))) {
        const message = `Alert \`${rule.name}\` links to \`${shown(written)}\` instead of its page under \`${config.site.url}\``
        yield withRemedy(program, remember, carried, { ...place, message }, 'link to its page')
      } else if (link.kind === 'page' && link.path !== rule.page) {
        const message = `Alert \`${rule.name}\` links to \`/${link.path}\`, but \`/${rule.page}\` explains it`
        yield withRemedy(program, remember, carried, { ...place, message }, 'link to its page')
      }
    }
  },
}
