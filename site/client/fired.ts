/** Which of the page's alerts fired: named by the address, else the one its fragment points at, else the most severe. */
import { all } from './dom.ts'
import { fact, labels, onLabels, setFacts } from './labels.ts'

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
    scopes(chosen)
  }
  onLabels(show)
  addEventListener('hashchange', show)
  for (const [index, link] of all('.others [data-pick]').entries()) {
    link.addEventListener('click', (event) => {
      event.preventDefault()
      const { alert, severity } = blocks[index]!.dataset
      // The value is that of the alert that fired.
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
  return tier ?? named[0] ?? target ?? blocks[0]!
}

/** How long ago it fired, where a notifier appended `at` (and `ends`, when it was resolved). */
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

/** A silence button says what it would silence. */
function scopes(block: HTMLElement): void {
  for (const link of all('a[data-action=silence]', block)) {
    const known = (link.dataset.labels ?? '').split(' ')
    const own = labels().filter(([name]) => known.includes(name))
    const [, value] = own.find(([name]) => name === 'instance') ?? own[0] ?? []
    link.textContent = value === undefined ? `Silence all` : `Silence on ${value}`
    link.title =
      own.length === 0
        ? `Silence ${link.dataset.alert} everywhere`
        : `Silence ${link.dataset.alert} for ${own.map((pair) => pair.join('=')).join(', ')}`
  }
}
