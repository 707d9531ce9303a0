/** Runbooks from the cache: facts are there at once, the rest is read when it is asked for. */
import type { Field, Frontmatter, Runbook } from '../model.ts'
import type { Range, Text } from '../text/source.ts'
import type { Every } from './packed-text.ts'

/** What only the page itself and lists of all pages show of the frontmatter. */
export type Late = Pick<
  Frontmatter,
  'description' | 'channel' | 'escalation' | 'tags' | 'keywords' | 'services' | 'dashboards'
>

export interface Rest extends Pick<Runbook, 'body' | 'summary' | 'copies'> {
  readonly late: Late
}

/** Facts of a runbook without those that are empty lists, and whether it has copies: most have none of either. */
export type Facts = Pick<Runbook, 'outline'> &
  Partial<Omit<Runbook, keyof Rest | 'kind' | 'source' | 'frontmatter' | 'tests'>> & {
    readonly head: Early
    readonly hasCopies?: true
    /** Its tests, as text: they are read when they are asked for. */
    readonly packedTests?: string
  }

type Early = Partial<Omit<Frontmatter, keyof Late>>

/** Where the rest of a page is kept. It is asked each time: all bodies of a large book together are too much to hold. */
export interface Keeper {
  rest(): string
}

const NONE: readonly never[] = []

/**
 * A class, so that all runbooks of a book have one shape: code that meets a thousand shapes is slow. Its fields are
 * set once, by the constructor: `declare` keeps them from being defined before.
 */
export class ThawedRunbook implements Runbook {
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
  #tests: Runbook['tests'] | string
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
    this.#tests = facts.packedTests ?? NONE
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

  get tests(): Runbook['tests'] {
    if (typeof this.#tests === 'string') this.#tests = JSON.parse(this.#tests) as Runbook['tests']
    return this.#tests
  }

  toJSON(): unknown {
    const { body, summary, copies, tests } = this
    return { ...this, body, summary, copies, tests }
  }
}

/** Its head is there at once, the rest when it is asked for. */
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
