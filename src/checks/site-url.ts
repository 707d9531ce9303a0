import type { ProgramCheck } from './check.ts'
import { atName } from './shared/in-expr.ts'

export const siteUrl: ProgramCheck = {
  code: 'site-url',
  severity: 'warning',
  needsAll: true,
  summary: 'Alerts that have a page carry a link to it: the configuration says where the site is published.',
  needsPages: true,
  *run({ rules, pages }, { site }) {
    if (site.url !== '') return
    const published = new Set(pages.filter(({ draft }) => !draft).map(({ path }) => path))
    const alerts = rules.filter(
      ({ kind, compiled, page }) => kind === 'alert' && compiled && page !== undefined && published.has(page),
    )
    const first = alerts[0]
    if (!first) return
    const kept = alerts.filter(({ written }) => written.length > 0).length
    yield {
      ...atName(first),
      message: `${alerts.length === 1 ? '1 alert has' : `${alerts.length} alerts have`} no link to this site: \`site.url\` is not set${kept > 0 ? ', so links stay as they are written' : ''}`,
      hint: 'write `site: { url: https://… }` in alertbook.yml, the address at which the site is published',
    }
  },
}
