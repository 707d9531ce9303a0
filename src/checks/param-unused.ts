import { didYouMean, nearest } from '../text/nearest.ts'
import type { ProgramCheck } from './check.ts'

export const paramUnused: ProgramCheck = {
  code: 'param-unused',
  severity: 'warning',
  summary: 'Each parameter of the configuration is used.',
  needsAll: true,
  *run({ params }) {
    if (!params) return
    for (const { name, file, range } of params.written) {
      if (params.used.includes(name)) continue
      // The misspelling that is asked for is an error of its own.
      if (nearest(name, params.lacking) !== undefined) continue
      yield {
        file,
        range,
        message: `Nothing uses the parameter \`${name}\``,
        hint:
          didYouMean(name, params.used) ?? `write \`{{< param ${name} >}}\` where it belongs, or remove it`,
      }
    }
  },
}
