/** Copy buttons and graph links on code, at any depth. What a copy button does comes with `copying.ts`. */
import { explore, graph } from './actions.ts'
import { all, make } from './dom.ts'
import { onLabels } from './labels.ts'
import { later } from './later.ts'
import { textOf } from './text-of.ts'

export function copyButtons(root: ParentNode = document): void {
  for (const pre of all<HTMLPreElement>('pre.code', root)) {
    const button = make('button', { type: 'button', class: 'copy' }, 'Copy')
    button.addEventListener('click', () => {
      later().then(
        ({ copyCode }) => copyCode(pre),
        // The browser's own way to copy is left.
        () => getSelection()?.selectAllChildren(pre),
      )
    })
    const tools = make('div', { class: 'fence-tools' }, ...graphLink(pre), button)
    const frame = make('div', { class: 'fence', 'data-language': pre.dataset.language })
    pre.replaceWith(frame)
    frame.append(pre, tools)
  }
}

/** A link to open a query of the text. */
function graphLink(pre: HTMLPreElement): HTMLElement[] {
  const language = pre.dataset.language
  if ((language !== 'promql' && language !== 'logql') || pre.closest('.rule')) return []
  const { prometheus, grafana, source } = document.querySelector<HTMLElement>('.runbook')?.dataset ?? {}
  const service = language === 'promql' ? (prometheus ?? grafana) : undefined
  if (!service) return []
  const link = make('a', { class: 'copy graph', target: '_blank', rel: 'noopener' }, 'Graph ↗')
  onLabels(() => {
    const queries = queriesOf(textOf(pre))
    link.href = prometheus ? graph(prometheus, queries) : explore(service, source ?? '', queries)
  })
  return [link]
}

/** A fence may contain several queries, separated by blank lines. */
export function queriesOf(text: string): string[] {
  return text
    .split(/\n[ \t]*\n/)
    .map((part) => part.trim())
    .filter((part) => part.split('\n').some((line) => !/^\s*(#|$)/.test(line)))
}
