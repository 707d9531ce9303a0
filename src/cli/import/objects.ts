/** Manifests of several objects: what is left of a file when every rule in it has moved. */
import type { Rule, Source } from '../../model.ts'
import { parseYaml, textOf, valueAt } from '../../yaml/index.ts'
import type { Input } from './change.ts'
import { withoutAlerts } from './edits.ts'

/**
 * The text of a file without its PrometheusRule objects: the other objects, as they are written. Undefined where there
 * is no other. An object in a `List` beside others stays in it, without groups.
 */
export function otherObjects({ source, file }: Input, placed: ReadonlySet<Rule>): string | undefined {
  if (!file.manifest) return undefined
  const kept = documentsOf(source).filter(
    (part) => !isEmpty(part) && !/^PrometheusRule(?:List)?$/.test(kindOf(part)),
  )
  if (kept.length === 0) return undefined
  if (!kept.some((part) => kindOf(part) === 'List')) return kept.join('')
  return withoutAlerts(source.text, file, placed)
}

/** The documents of a text, each with the `---` before it. */
const documentsOf = ({ text }: Source): string[] => text.split(/^(?=---(?:\s|$))/m)

const rootOf = (part: string) => parseYaml(part).root

const isEmpty = (part: string): boolean => rootOf(part) === null

function kindOf(part: string): string {
  const root = rootOf(part)
  return (root?.kind === 'map' && textOf(valueAt(root, 'kind'))) || ''
}
