/** What a page is marked with while it is read: links to its sections, which one is being read, a review that is overdue. */
import { all, make, named } from './dom.ts'

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

/** Marks the current section in the table of contents. */
export function whereAmI(): void {
  const links = all<HTMLAnchorElement>('.contents a')
  const sections = links.map((link) => named(link.hash))
  if (links.length === 0) return
  let asked = false
  const mark = (): void => {
    asked = false
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
  // Not an observer of intersections: a jump may carry a heading past any line.
  const later = (): void => {
    if (!asked) requestAnimationFrame(mark)
    asked = true
  }
  addEventListener('scroll', later, { passive: true })
  mark()
}

/** Marks an overdue review on the day itself, without a new build. */
export function overdue(): void {
  for (const time of all<HTMLTimeElement>('time[data-due]')) {
    const late = Date.now() > Date.parse(time.dateTime)
    time.classList.toggle('late', late)
    if (late) time.textContent = `${time.dateTime} (overdue)`
  }
}
