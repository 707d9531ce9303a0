/** Small features of a runbook's page. */
import { all, named } from './dom.ts'
import { copyButtons } from './fences.ts'
import { onOpen } from './later.ts'

/** Opens the rule in the address; opens all of them before printing. */
export function unfold(): void {
  const open = (): void => {
    if (!location.hash) return
    for (let at: Element | null = named(location.hash); at; at = at.parentElement)
      if (at instanceof HTMLDetailsElement) at.open = true
  }
  open()
  addEventListener('hashchange', open)
  addEventListener('beforeprint', () => {
    // What is in a file of its own is not printed.
    for (const details of all<HTMLDetailsElement>('details:not([data-late])')) details.open = true
  })
}

/** A fold whose content is in a file of its own: brought when it is opened. Where that fails its link still leads there. */
export function folds(): void {
  for (const fold of all('details[data-late]')) onOpen(fold, ({ bring }) => bring(fold, copyButtons))
}
