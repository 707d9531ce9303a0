/** Sends queries to the search thread, and turns its answers into rows of a list. */
import { make, root } from './dom.ts'
import type { Answer, Facets, Question } from './search.ts'

export type { Facets } from './search.ts'

let worker: Worker | undefined
let last = 0
const waiting = new Map<number, (answer: Answer) => void>()

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
    worker.addEventListener('message', ({ data }: MessageEvent<Answer>) => {
      waiting.get(data.id)?.(data)
      waiting.delete(data.id)
    })
    worker.addEventListener('error', () => {
      worker = undefined
      for (const [id, answer] of waiting) answer({ id, total: 0, rows: [], failed: true })
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

/**
 * Shows the results in `list`; `suffix`: a query string for each address. Resolves with the number of results, or
 * undefined if a later query has overtaken this one. Rejects if the search could not be loaded.
 */
export async function find(
  list: HTMLElement,
  query: string,
  facets: Facets | undefined,
  limit: number,
  suffix = '',
): Promise<number | undefined> {
  const { id, total, rows, failed } = await ask(query, facets, limit)
  if (id !== last) return undefined
  if (failed) throw new Error('the search could not be loaded')
  const asked = query
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean)
  list.replaceChildren(
    ...rows.map(({ name, href, severity, owner, note }) => {
      const [path, anchor] = href.split('#')
      const url = new URL((path || './') + suffix + (anchor ? `#${anchor}` : ''), root())
      const line = make('p', { class: 'line' }, make('a', { href: url.href }, ...marked(name, asked)))
      if (severity) line.append(' ', make('span', { class: 'severity', 'data-severity': severity }, severity))
      if (owner) line.append(' ', make('span', { class: 'note' }, owner))
      return make('li', {}, line, make('p', { class: 'note' }, note))
    }),
  )
  list.hidden = total === 0
  return total
}

/** A name that may break between its words, with searched words marked. */
function marked(name: string, asked: readonly string[]): (string | Node)[] {
  return name.split(/(?<=[a-z\d])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|(?<=[_:])(?=\w)/).flatMap((part, i) => {
    const hit = asked.some((word) => word.length > 1 && part.toLowerCase().startsWith(word))
    const shown = hit ? make('mark', {}, part) : part
    return i ? [make('wbr'), shown] : [shown]
  })
}
