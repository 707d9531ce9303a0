/**
 * Which of the page's alerts fired: the one named in the address, else the one in its fragment, else the most severe.
 */
import { all, make } from './dom.ts'
import { fact, onLabels, setFacts } from './labels.ts'

export function fired(): void {
  const blocks = all('.alert-block')
  const head = document.querySelector<HTMLElement>('.runbook > .head')
  if (!head || blocks.length === 0) return
  const show = (): void => {
    const chosen = choose(blocks)
    for (const block of blocks) {
      if (block === chosen) block.dataset.fired = block.dataset.alert
      else delete block.dataset.fired
    }
    const severity = chosen.dataset.severity || head.dataset.severity || ''
    for (const element of [head, head.parentElement!]) element.dataset.severity = severity
    for (const [index, link] of all('.others [data-pick]').entries()) link.hidden = blocks[index] === chosen
    since(chosen)
    notice(head, blocks, chosen)
  }
  onLabels(show)
  addEventListener('hashchange', show)
  for (const [index, link] of all('.others [data-pick]').entries()) {
    link.addEventListener('click', (event) => {
      event.preventDefault()
      const { alert, severity } = blocks[index]!.dataset
      // The value belongs to the alert that fired.
      setFacts({ alertname: alert ?? '', severity: severity ?? '', value: '' })
      head.scrollIntoView({ block: 'start' })
    })
  }
}

function choose(blocks: readonly HTMLElement[]): HTMLElement {
  const name = fact('alertname')
  const severity = fact('severity').toLowerCase()
  const named = blocks.filter(({ dataset }) => dataset.alert === name)
  const tier = named.find(({ dataset }) => dataset.severity === severity)
  const target = blocks.find(({ id }) => id !== '' && `#${encodeURIComponent(id)}` === location.hash)
  const renamed = blocks.find(({ dataset }) => dataset.alert === former()?.dataset.now)
  return tier ?? named[0] ?? target ?? renamed ?? blocks[0]!
}

/** The page's note on an alert that used to be at this address. */
function former(): HTMLElement | null {
  return document.querySelector<HTMLElement>('.former:target')
}

/** The address names an alert that this page does not have: nobody must mistake another one for it. */
function notice(head: HTMLElement, blocks: readonly HTMLElement[], chosen: HTMLElement): void {
  head.querySelector('.notice')?.remove()
  const name = fact('alertname')
  if (name === '' || blocks.some(({ dataset }) => dataset.alert === name)) return
  const now = former()?.dataset.now
  const what =
    now !== undefined && now === chosen.dataset.alert
      ? [' is called ', make('code', {}, now), ' now. If it still fires under its old name, ']
      : [' is no longer on this page. If it still fires, ']
  const text = [
    'The alert ',
    make('code', {}, name),
    ...what,
    'a Prometheus is running older rules than this book.',
  ]
  head.querySelector('h1')?.after(make('p', { class: 'notice' }, ...text))
}

/** How long ago it fired, if a notifier appended `at` (and `ends`, when it was resolved). */
function since(block: HTMLElement): void {
  const at = Number(fact('at'))
  const ends = Number(fact('ends'))
  const text = block.querySelector('.since')
  if (!text || !(at > 0)) return
  const now = Date.now() / 1000
  const over = ends > at && ends <= now
  text.textContent = over
    ? `fired ${ago(now - at)} ago, resolved ${ago(now - ends)} ago`
    : at > now
      ? ''
      : `fired ${ago(now - at)} ago`
}

function ago(seconds: number): string {
  const minutes = Math.floor(seconds / 60)
  if (minutes < 1) return 'less than a minute'
  if (minutes < 120) return `${minutes} min`
  if (minutes < 48 * 60) return `${Math.floor(minutes / 60)} h`
  return `${Math.floor(minutes / 1440)} days`
}
