/** Small features of a runbook's page. */
import { all, make } from './dom.ts'
import { copyButtons } from './fences.ts'
import { onOpen } from './later.ts'

/** Adds links to headings, so that sections can be shared. */
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

/** Opens the rule in the address; opens all of them before printing. */
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
    // What lies in a file of its own is not printed.
    for (const details of all<HTMLDetailsElement>('details:not([data-from])')) details.open = true
  })
}

/** A fold whose content lies in a file of its own: brought when it is opened. Where that fails its link still leads there. */
export function folds(): void {
  for (const fold of all('details[data-from]')) onOpen(fold, ({ bring }) => bring(fold, copyButtons))
}

/** Marks an overdue review on the day itself, without a new build. */
export function overdue(): void {
  for (const time of all<HTMLTimeElement>('time[data-due]')) {
    const late = Date.now() > Date.parse(time.dateTime)
    time.classList.toggle('late', late)
    if (late) time.textContent = `${time.dateTime} (overdue)`
  }
}

/** Marks the current section in the table of contents. */
export function whereAmI(): void {
  const links = all<HTMLAnchorElement>('.contents a')
  const sections = links.map((link) => document.getElementById(decodeURIComponent(link.hash.slice(1))))
  if (links.length === 0 || !('IntersectionObserver' in globalThis)) return
  const mark = (): void => {
    const passed = sections.filter((one) => one && one.getBoundingClientRect().top < innerHeight / 3)
    const at = sections.indexOf(passed.at(-1) ?? null)
    for (const [index, link] of links.entries()) {
      if (index === at) link.setAttribute('aria-current', 'location')
      else link.removeAttribute('aria-current')
    }
    if (at >= 0) {
      const list = links[at]!.closest('ul')!
      if (list.scrollWidth > list.clientWidth) list.scrollLeft = links[at]!.offsetLeft - list.offsetLeft - 16
    }
  }
  const observer = new IntersectionObserver(mark, { rootMargin: '-33% 0% -66% 0%' })
  for (const one of sections) if (one) observer.observe(one)
}
