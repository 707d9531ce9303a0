/** Copy buttons and graph links on code, at any depth. What a copy button does comes with `copying.ts`. */
import { explore, graph } from './actions.ts'
import { all, make } from './dom.ts'
import { incident, onLabels } from './labels.ts'
import { later } from './later.ts'
import { textOf } from './text-of.ts'

export function copyButtons(root: ParentNode = document): void {
  for (const pre of all<HTMLPreElement>('pre.code', root)) {
    const button = make('button', { type: 'button', class: 'copy' }, 'Copy')
    button.addEventListener('click', () => {
      const late = later()
      const writing = writeOnceKnown(late.then(({ textToCopy }) => textToCopy(pre, incident)))
      late.then(
        ({ copyCode }) => copyCode(pre, incident, writing),
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

/**
 * Some browsers let only the tap itself write to the clipboard, but then a text that comes later: nothing is written if
 * it does not come. Undefined where there is no such way.
 */
function writeOnceKnown(text: Promise<string>): Promise<void> | undefined {
  if (!globalThis.ClipboardItem) return undefined
  const plain = text.then((known) => new Blob([known], { type: 'text/plain' }))
  const writing = navigator.clipboard?.write([new ClipboardItem({ 'text/plain': plain })])
  // Whoever waits for them is told.
  for (const one of [plain, writing]) one?.catch(() => undefined)
  return writing
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
