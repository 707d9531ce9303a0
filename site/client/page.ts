/** Small things of a runbook's page. */
import { all, make } from './dom.ts'
import { labels, onLabels } from './labels.ts'

/** Links on headings, so that a section can be pointed at. */
export function headingLinks(): void {
  for (const heading of all('.body :is(h2, h3, h4)[id]')) {
    heading.append(
      make(
        'a',
        { class: 'anchor', href: `#${heading.id}`, 'aria-label': `Link to ${heading.textContent}` },
        '#',
      ),
    )
  }
}

/** A rule that the address points at is unfolded; everything is before printing. */
export function unfold(): void {
  const open = (): void => {
    if (!location.hash) return
    let target: Element | null = null
    try {
      target = document.getElementById(decodeURIComponent(location.hash.slice(1)))
    } catch {
      return
    }
    for (let at = target; at; at = at.parentElement) if (at instanceof HTMLDetailsElement) at.open = true
  }
  open()
  addEventListener('hashchange', open)
  addEventListener('beforeprint', () => {
    for (const details of all<HTMLDetailsElement>('details')) details.open = true
  })
}

/** A review that is overdue says so, on the day, without a new build. */
export function overdue(): void {
  for (const time of all<HTMLTimeElement>('time[data-due]')) {
    const late = Date.now() > Date.parse(time.dateTime)
    time.classList.toggle('late', late)
    if (late) time.textContent = `${time.dateTime} (overdue)`
  }
}

/** Marks the alert that the address names (`?alertname=…`) where a page explains several. */
export function whichAlert(): void {
  onLabels(() => {
    const name = labels().find(([label]) => label === 'alertname')?.[1]
    for (const link of all('.alert')) {
      if (link.dataset.alert === name) link.setAttribute('aria-current', 'true')
      else link.removeAttribute('aria-current')
    }
  })
}
