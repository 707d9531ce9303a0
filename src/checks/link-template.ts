import { slotsIn } from '../text/actions.ts'
import { decoded } from '../text/address.ts'
import type { ProgramCheck } from './check.ts'

/** Templates of Prometheus, and variables of Grafana. */
const TEMPLATE =
  /\{\{-?\s*[$.][\s\S]*?\}\}|%7[Bb]%7[Bb].*?%7[Dd]%7[Dd]|(?:\$|%24)(?:\{|%7[Bb])[A-Za-z_]\w*(?::\w+)?(?:\}|%7[Dd])|\[\[[A-Za-z_]\w*\]\]/

export const linkTemplate: ProgramCheck = {
  code: 'link-template',
  severity: 'warning',
  summary: 'The address of a link contains no template text, because nothing fills it in.',
  needsPages: true,
  *run({ pages }) {
    for (const { runbook } of pages) {
      const targets = [
        ...runbook.links
          .filter(({ names }) => !names)
          .map(({ target, targetRange }) => ({ text: target, range: targetRange })),
        // Slots in a dashboard's address are filled, but no other templates.
        ...runbook.frontmatter.dashboards.map(({ url: { value, range } }) => ({
          text: withoutSlots(value),
          range,
        })),
      ]
      for (const { text, range } of targets) {
        const [found] = TEMPLATE.exec(text) ?? []
        if (found === undefined) continue
        yield {
          file: runbook.source.path,
          range,
          message: `\`${decoded(found)}\` in the address of a link is not filled in: the browser opens the address as written`,
          hint: 'put the address under `dashboards` in the frontmatter, or into code: `{{ $labels.NAME }}` is filled in there',
        }
      }
    }
  },
}

const withoutSlots = (text: string): string =>
  slotsIn(text).reduceRight((made, { start, end }) => made.slice(0, start) + made.slice(end), text)
