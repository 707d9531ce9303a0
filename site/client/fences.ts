/** Copy buttons on code, at any depth. Commands are copied without prompts and output. */
import { explore, graph } from './actions.ts'
import { all, make } from './dom.ts'
import { onLabels } from './labels.ts'
import { copy, say } from './say.ts'

export function copyButtons(root: ParentNode = document): void {
  for (const pre of all<HTMLPreElement>('pre.code', root)) {
    const button = make('button', { type: 'button', class: 'copy', 'aria-label': 'Copy' }, 'Copy')
    button.addEventListener('click', () => {
      const why = refusalOf(pre)
      // A command with an unfilled slot is not copied: the next key press could run it.
      if (why) say(`Not copied: ${why}`, 'warning')
      else void copy(textOf(pre), warningOf(pre))
    })
    const tools = make('div', { class: 'fence-tools' }, ...graphLink(pre), button)
    const frame = make('div', { class: 'fence', 'data-language': pre.dataset.language })
    pre.replaceWith(frame)
    frame.append(pre, tools)
  }
}

/** A link to open a query of the text; its tooltip mentions a slot that is still empty. */
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
    link.title = warningOf(pre, 'Still empty')
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

/** The text worth pasting: all of it, or only the commands if there are prompts. */
export function textOf(pre: HTMLElement): string {
  const code = (pre.querySelector('code') ?? pre).cloneNode(true) as HTMLElement
  if (!code.querySelector('.prompt')) return (code.textContent ?? '').replace(/\n$/, '')
  for (const element of all('.prompt, .output', code)) element.remove()
  return (code.textContent ?? '')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .join('\n')
}

const copied = (pre: HTMLElement): HTMLElement[] =>
  all('.slot', pre).filter((slot) => !slot.closest('.output') || !pre.querySelector('.prompt'))

/** Which labels were left out, and why. */
function refusalOf(pre: HTMLElement): string {
  return [...new Set(copied(pre).flatMap((slot) => slot.dataset.why ?? []))].join('; ')
}

function warningOf(pre: HTMLElement, stillEmpty = 'Copied, but still empty'): string {
  const slots = copied(pre)
  const names = (className: string, has: boolean): string =>
    [
      ...new Set(
        slots.filter((slot) => slot.classList.contains(className) === has).map((slot) => slot.dataset.label),
      ),
    ].join(', ')
  const empty = names('filled', false)
  if (empty) return `${stillEmpty}: ${empty}`
  const unusual = names('unusual', true)
  return unusual ? `Copied. Check it: ${unusual} has unusual characters` : ''
}
