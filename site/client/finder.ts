/** Sends queries to the search thread, and turns its answers into rows of a list. */
import { make, root } from './dom.ts'
import type { Answer, Extent, Facets, News, Question, Row } from './search.ts'

export type { Facets } from './search.ts'

let worker: Worker | undefined
let last = 0
const waiting = new Map<number, (answer: Answer) => void>()
const listeners: (() => void)[] = []

/** Starts the thread, which loads the catalogue with its first query. */
export function warm(): void {
  void ask('', undefined, 0)
}

function ask(query: string, facets: Facets | undefined, limit: number): Promise<Answer> {
  if (!worker) {
    const form = document.querySelector<HTMLElement>('.find')
    worker = new Worker(new URL(form?.dataset.search ?? 'assets/search.js', location.href), {
      type: 'module',
    })
    worker.addEventListener('message', ({ data }: MessageEvent<Answer | News>) => {
      if ('news' in data) {
        for (const listener of listeners) listener()
        return
      }
      waiting.get(data.id)?.(data)
      waiting.delete(data.id)
    })
    worker.addEventListener('error', () => {
      worker = undefined
      for (const [id, answer] of waiting) answer({ id, total: 0, rows: [], extent: 'failed' })
      waiting.clear()
    })
  }
  const id = ++last
  const question: Question = { id, root: root().href, query, facets, limit }
  return new Promise((resolve) => {
    waiting.set(id, resolve)
    worker!.postMessage(question)
  })
}

/** Nothing is asked any more: an answer that is on its way is not shown. */
export function forget(): void {
  last++
}

/** Calls back when the search knows more of a large book than at the last answer. */
export function onNews(listener: () => void): void {
  listeners.push(listener)
}

export interface Found {
  readonly total: number
  readonly extent: Extent
}

/** How much was found, in words. */
export function told({ total, extent }: Found, shown: number): string {
  const first = total > shown ? `, the first ${shown} shown` : ''
  if (extent === 'failed') return `${total} found${first}; a part of the book could not be searched`
  if (extent === 'loading') return total === 0 ? 'Searching …' : `${total} found so far${first}`
  return total === 0 ? 'Nothing found' : `${total} found${first}`
}

/**
 * Shows what is found in `list`; `suffix`, a query, is added to each address. Resolves with how much there is, or
 * undefined when a later question has overtaken this one. Rejects when the search could not be loaded at all.
 */
export async function find(
  list: HTMLElement,
  query: string,
  facets: Facets | undefined,
  limit: number,
  suffix = '',
): Promise<Found | undefined> {
  const { id, total, rows, extent } = await ask(query, facets, limit)
  if (id !== last) return undefined
  if (extent === 'failed' && total === 0) throw new Error('the search could not be loaded')
  const asked = query
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean)
  const items = rows.map((row) => () => item(row, asked, suffix))
  list.replaceChildren(...items.splice(0, AT_ONCE).map((make) => make()))
  // A key press waits for what is seen; the rest comes when there is time, unless there is another question by then.
  const idle = globalThis.requestIdleCallback ?? ((then: () => void) => setTimeout(then, 50))
  const rest = (): void => {
    if (id !== last || items.length === 0) return
    list.append(...items.splice(0, AT_ONCE).map((make) => make()))
    idle(rest)
  }
  idle(rest)
  list.hidden = total === 0
  return { total, extent }
}

/** Rows that are made at one go: more than a screen has. */
const AT_ONCE = 16

function item(
  { name, href, severity, owner, note }: Row,
  asked: readonly string[],
  suffix: string,
): HTMLElement {
  const [path, anchor] = href.split('#')
  const url = new URL((path || './') + suffix + (anchor ? `#${anchor}` : ''), root())
  const line = make('p', { class: 'line' }, make('a', { href: url.href }, ...marked(name, asked)))
  if (severity) line.append(' ', make('span', { class: 'severity', 'data-severity': severity }, severity))
  if (owner) line.append(' ', make('span', { class: 'note' }, owner))
  return make('li', {}, line, make('p', { class: 'note' }, note))
}

/** A name that may break between its words, with searched words marked. */
function marked(name: string, asked: readonly string[]): (string | Node)[] {
  return name.split(/(?<=[a-z\d])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|(?<=[_:])(?=\w)/).flatMap((part, i) => {
    const hit = asked.some((word) => word.length > 1 && part.toLowerCase().startsWith(word))
    const shown = hit ? make('mark', {}, part) : part
    return i ? [make('wbr'), shown] : [shown]
  })
}
