/** What of an import is in the project already: an import that was interrupted, or is run again, doubles nothing. */
import { linkKeys } from '../../bind/written.ts'
import type { Config, Field, Program, Rule } from '../../model.ts'
import { groupBy } from '../../text/group-by.ts'

export interface Match {
  /** The file of the project that holds it. */
  readonly file: string
  /** Whether both say the same, but for their links and how they are written. */
  readonly isSame: boolean
}

export interface Known {
  /** The rule of the project that a rule is; each is met once. */
  match(rule: Rule): Match | undefined
}

/** Rules are one that Prometheus takes for duplicates (`promtool check rules`): of one name, with the same labels. */
export function knownRules({ rules }: Program, files: ReadonlySet<string>, config: Config): Known {
  const links = linkKeys(config)
  const own = rules.filter(({ file }) => files.has(file)).map(({ rule, file }) => ({ rule, file }))
  const byName = groupBy(own, ({ rule }) => identityOf(rule))
  const met = new Set<Rule>()
  return {
    match(rule) {
      const candidates = (byName.get(identityOf(rule)) ?? []).filter((one) => !met.has(one.rule))
      const said = contentOf(rule, links)
      const same = candidates.find((one) => contentOf(one.rule, links) === said)
      const found = same ?? candidates[0]
      if (!found) return undefined
      met.add(found.rule)
      return { file: found.file, isSame: same !== undefined }
    },
  }
}

const pairs = (fields: readonly Field[]): string[][] =>
  fields.map(({ key, value }) => [key.value, value.value]).sort(([a], [b]) => (a! < b! ? -1 : 1))

const identityOf = ({ alert, record, labels }: Rule): string =>
  JSON.stringify([alert?.value.value, record?.value.value, pairs(labels)])

const contentOf = ({ expr, keepFiringFor, annotations, ...rule }: Rule, links: ReadonlySet<string>): string =>
  JSON.stringify([
    expr?.value.value.trim(),
    rule.for?.value.value,
    keepFiringFor?.value.value,
    pairs(annotations.filter(({ key }) => !links.has(key.value))),
  ])
