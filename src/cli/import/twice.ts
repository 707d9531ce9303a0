/** Finds rules that are already in the project: an import that was interrupted or is repeated duplicates nothing. */
import { linkKeys } from '../../bind/written.ts'
import type { Config, Field, Program, Rule } from '../../model.ts'
import { ruleObject, type TextPairs, textPairs } from '../../rule-fields.ts'
import { groupBy } from '../../text/group-by.ts'

export interface Match {
  /** The file of the project that contains it. */
  readonly file: string
  /** Whether both are equal, apart from their links and notation. */
  readonly isSame: boolean
}

export interface Known {
  /** The project's rule equal to a rule; each is matched once. */
  match(rule: Rule): Match | undefined
}

/** Rules are the same if Prometheus considers them duplicates (`promtool check rules`): equal names and labels. */
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

const texts = (fields: readonly Field[]): TextPairs =>
  textPairs(fields).toSorted((a, b) => (a.key < b.key ? -1 : 1))

const identityOf = ({ alert, record, labels }: Rule): string =>
  JSON.stringify([alert?.value.value, record?.value.value, texts(labels)])

/** Everything in a rule, except its links and white space around its texts. */
function contentOf(rule: Rule, links: ReadonlySet<string>): string {
  const annotations = rule.annotations.filter(({ key }) => !links.has(key.value))
  const said = ruleObject(rule, { labels: texts(rule.labels), annotations: texts(annotations) })
  return JSON.stringify(said, (_, value) => (typeof value === 'string' ? value.trim() : value))
}
