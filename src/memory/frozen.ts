/**
 * What a source yields, as text: for the cache, and on its way from another thread. Most builds look at a few facts
 * of every page and at the whole of few, so the rest of a page (its body, its summary, the copies of rules in it, what
 * only readers see of its frontmatter) is a text of its own, read when it is asked for.
 */
import type { Parsed, RuleFile } from '../model.ts'
import { type PackedGroup, packGroup, unpackGroup } from './packed-rules.ts'
import { type Facts, type Keeper, type Late, type Rest, ThawedRunbook } from './thawed.ts'

/** Both ASCII, so that characters count as bytes. */
export interface Frozen {
  readonly facts: string
  /** `''` where everything stands in the facts. */
  readonly rest: string
}

type PackedRules = Omit<RuleFile, 'groups'> & { readonly groups: readonly PackedGroup[] }

export function freeze(parsed: Parsed): Frozen {
  if (parsed.kind === 'rules') {
    return {
      facts: ascii({ ...parsed, groups: parsed.groups.map(packGroup) } satisfies PackedRules),
      rest: '',
    }
  }
  const { body, summary, copies, tests, kind: _, source: __, frontmatter, isEmpty, ...lists } = parsed
  const { description, channel, escalation, tags, keywords, services, dashboards, ...early } = frontmatter
  const late = { description, channel, escalation, tags, keywords, services, dashboards } as Late
  return {
    facts: ascii({
      ...filled(lists),
      head: filled(early),
      ...(isEmpty && { isEmpty }),
      ...(copies.length > 0 && { hasCopies: true }),
      ...(tests.length > 0 && { packedTests: JSON.stringify(tests) }),
    }),
    rest: ascii({ body, summary, copies, late } satisfies Rest),
  }
}

/** Without empty lists. */
const filled = (of: object): object =>
  Object.fromEntries(Object.entries(of).filter(([, value]) => !(Array.isArray(value) && value.length === 0)))

export const ascii = (value: unknown): string =>
  JSON.stringify(value).replace(
    /[\u007f-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )

/** What the source at `path` yielded. Without a keeper everything stands in the facts. */
export function thaw(path: string, facts: string, keeper: Keeper | undefined): Parsed {
  if (keeper === undefined) {
    const rules = JSON.parse(facts) as PackedRules
    return { ...rules, groups: rules.groups.map(unpackGroup) }
  }
  return new ThawedRunbook(path, JSON.parse(facts) as Facts, keeper)
}
