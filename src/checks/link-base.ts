import { carriedLinks, shown, withRemedy } from './alert-links.ts'
import type { ProgramCheck } from './check.ts'

export const linkBase: ProgramCheck = {
  code: 'link-base',
  severity: 'warning',
  summary:
    'The runbook link of an alert leads to the page of the site that explains it, and to no other address.',
  *run(program, config, remember) {
    // A page that is still to be written takes the place of nothing.
    const promised = new Set(program.pages.filter(({ promise }) => promise).map(({ path }) => path))
    for (const carried of carriedLinks(program, config)) {
      const { rule, link } = carried
      if (rule.page === undefined || rule.address === undefined || promised.has(rule.page)) continue
      const written = link.field.value.value
      const place = { file: rule.file, range: link.field.value.range }
      if (link.kind === 'elsewhere' && !config.links.elsewhere.some((base) => written.startsWith(base))) {
        const message = `Unexpected link of alert \`${rule.name}\` to \`${shown(written)}\`, expected its page under \`${config.site.url}\``
        yield withRemedy(program, remember, carried, { ...place, message }, 'link to its page')
      } else if (link.kind === 'page' && link.path !== rule.page) {
        const message = `Unexpected link of alert \`${rule.name}\` to \`/${link.path}\`, expected \`/${rule.page}\`, which explains it`
        yield withRemedy(program, remember, carried, { ...place, message }, 'link to its page')
      }
    }
  },
}
