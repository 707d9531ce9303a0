/**
 * What a source yields, as text: for the cache, and on its way from another thread. Most builds look at a few facts
 * of every page and at the whole of few, so the rest of a page (its body, its summary, the copies of rules in it) is
 * a text of its own, read when it is asked for.
 */
import type { Field, Frontmatter, Parsed, RuleFile, Runbook } from '../model.ts'
import type { Range, Text } from '../text/source.ts'
import { type Every, type PackedGroup, packGroup, unpackGroup } from './packed-rules.ts'

/** Both ASCII, so that characters count as bytes. */
export interface Frozen {
  readonly facts: string
  /** `''` where everything stands in the facts. */
  readonly rest: string
}

/** What only the page itself and lists of all pages show of the frontmatter. */
type Late = Pick<
  Frontmatter,
  'description' | 'channel' | 'escalation' | 'tags' | 'keywords' | 'services' | 'dashboards'
>

interface Rest extends Pick<Runbook, 'body' | 'summary' | 'copies'> {
  readonly late: Late
}

/** Facts of a runbook without those that are empty lists, and whether it has copies: most have none of either. */
type Facts = Pick<Runbook, 'outline'> &
  Partial<Omit<Runbook, keyof Rest | 'kind' | 'source' | 'frontmatter'>> & {
    readonly head: Early
    readonly hasCopies?: true
  }

type Early = Partial<Omit<Frontmatter, keyof Late>>

type PackedRules = Omit<RuleFile, 'groups'> & { readonly groups: readonly PackedGroup[] }

export function freeze(parsed: Parsed): Frozen {
  if (parsed.kind === 'rules') {
    return {
      facts: ascii({ ...parsed, groups: parsed.groups.map(packGroup) } satisfies PackedRules),
      rest: '',
    }
  }
  const { body, summary, copies, kind: _, source: __, frontmatter, isEmpty, ...lists } = parsed
  const { description, channel, escalation, tags, keywords, services, dashboards, ...early } = frontmatter
  const late = { description, channel, escalation, tags, keywords, services, dashboards } as Late
  return {
    facts: ascii({
      ...filled(lists),
      head: filled(early),
      ...(isEmpty && { isEmpty }),
      ...(copies.length > 0 && { hasCopies: true }),
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

/** Where the rest of a page is kept. It is asked each time: all bodies of a large book together are too much to hold. */
export interface Keeper {
  rest(): string
}

/** What the source at `path` yielded. Without a keeper everything stands in the facts. */
export function thaw(path: string, facts: string, keeper: Keeper | undefined): Parsed {
  if (keeper === undefined) {
    const rules = JSON.parse(facts) as PackedRules
    return { ...rules, groups: rules.groups.map(unpackGroup) }
  }
  return new ThawedRunbook(path, JSON.parse(facts) as Facts, keeper)
}

const NONE: readonly never[] = []

/**
 * A class, so that all runbooks of a book have one shape: code that meets a thousand shapes is slow. Its fields are
 * set once, by the constructor: `declare` keeps them from being defined before.
 */
class ThawedRunbook implements Runbook {
  readonly kind = 'runbook'
  declare readonly source: Runbook['source']
  declare readonly frontmatter: Runbook['frontmatter']
  declare readonly headings: Runbook['headings']
  declare readonly links: Runbook['links']
  declare readonly anchors: Runbook['anchors']
  declare readonly queries: Runbook['queries']
  declare readonly slots: Runbook['slots']
  declare readonly ruleRefs: Runbook['ruleRefs']
  declare readonly params: Runbook['params']
  declare readonly blocks: Runbook['blocks']
  declare readonly ignores: Runbook['ignores']
  declare readonly literals: Runbook['literals']
  declare readonly outline: Runbook['outline']
  declare readonly isEmpty: Runbook['isEmpty']
  declare readonly diagrams: Runbook['diagrams']
  declare readonly diagnostics: Runbook['diagnostics']
  readonly #hasCopies: boolean
  readonly #keeper: Keeper

  constructor(path: string, facts: Facts, keeper: Keeper) {
    this.source = { path }
    this.frontmatter = new ThawedFrontmatter(facts.head, keeper) as Frontmatter
    this.headings = facts.headings ?? NONE
    this.links = facts.links ?? NONE
    this.anchors = facts.anchors ?? NONE
    this.queries = facts.queries ?? NONE
    this.slots = facts.slots ?? NONE
    this.ruleRefs = facts.ruleRefs ?? NONE
    this.params = facts.params ?? NONE
    this.blocks = facts.blocks ?? NONE
    this.ignores = facts.ignores ?? NONE
    this.literals = facts.literals ?? NONE
    this.outline = facts.outline
    this.isEmpty = facts.isEmpty ?? false
    this.diagrams = facts.diagrams ?? NONE
    this.diagnostics = facts.diagnostics ?? NONE
    this.#hasCopies = facts.hasCopies ?? false
    this.#keeper = keeper
  }

  get body(): Rest['body'] {
    return restOf(this.#keeper).body
  }

  get summary(): string {
    return restOf(this.#keeper).summary
  }

  get copies(): Rest['copies'] {
    return this.#hasCopies ? restOf(this.#keeper).copies : NONE
  }

  toJSON(): unknown {
    return { ...this, body: this.body, summary: this.summary, copies: this.copies }
  }
}

class ThawedFrontmatter implements Every<Frontmatter> {
  declare readonly range: Range | undefined
  declare readonly title: Text | undefined
  declare readonly owner: Text | undefined
  declare readonly severity: Text | undefined
  declare readonly group: Text | undefined
  declare readonly reviewed: Text | undefined
  declare readonly reviewEvery: Text | undefined
  declare readonly draft: boolean | undefined
  declare readonly alerts: readonly Text[]
  declare readonly aliases: readonly Text[]
  declare readonly runbook: Text | undefined
  declare readonly labels: readonly Field[]
  declare readonly annotations: readonly Field[]
  readonly #keeper: Keeper

  constructor(head: Early, keeper: Keeper) {
    this.range = head.range
    this.title = head.title
    this.owner = head.owner
    this.severity = head.severity
    this.group = head.group
    this.reviewed = head.reviewed
    this.reviewEvery = head.reviewEvery
    this.draft = head.draft
    this.alerts = head.alerts ?? NONE
    this.aliases = head.aliases ?? NONE
    this.runbook = head.runbook
    this.labels = head.labels ?? NONE
    this.annotations = head.annotations ?? NONE
    this.#keeper = keeper
  }

  get description(): Text | undefined {
    return this.#late().description
  }

  get channel(): Text | undefined {
    return this.#late().channel
  }

  get escalation(): Text | undefined {
    return this.#late().escalation
  }

  get tags(): readonly Text[] {
    return this.#late().tags
  }

  get keywords(): readonly Text[] {
    return this.#late().keywords
  }

  get services(): readonly Text[] {
    return this.#late().services
  }

  get dashboards(): readonly Text[] {
    return this.#late().dashboards
  }

  toJSON(): unknown {
    return { ...this, ...this.#late() }
  }

  #late(): Late {
    return restOf(this.#keeper).late
  }
}

let last: { readonly of: Keeper; readonly rest: Rest } | undefined

/** The page that is worked on is asked several times in a row: the last one is held. */
function restOf(of: Keeper): Rest {
  if (last?.of !== of) last = { of, rest: JSON.parse(of.rest()) as Rest }
  return last.rest
}
