/** Copies code: commands without prompts and output, and none with a value that would be read as something else. */

import { announce, copy } from './announce.ts'
import { all } from './dom.ts'
import type { Incident } from './incident.ts'
import { whyRefused } from './refused.ts'
import { textOf } from './text-of.ts'

/** What of a block of code goes on the clipboard. Throws where nothing may: a label was left out. */
export function textToCopy(pre: HTMLElement, incident: Incident): string {
  const why = refusalOf(pre, incident)
  // A command with an unfilled slot is not copied: the next key press could run it.
  if (why) throw new Error(why)
  return textOf(pre)
}

/**
 * Puts a block of code on the clipboard; says so, which labels are missing, or why it does not. `writing`: the text of
 * `textToCopy` on its way to the clipboard, where the tap has begun that.
 */
export function copyCode(pre: HTMLElement, incident: Incident, writing: Promise<void> | undefined): void {
  const why = refusalOf(pre, incident)
  if (why) announce(`Not copied: ${why}`, 'warning')
  else void copy(textOf(pre), warningOf(pre, 'Copied, but still empty'), writing)
}

/** Says on the links of queries which slots are still empty. */
export function graphTitles({ onLabels }: Incident): void {
  const links = all<HTMLAnchorElement>('.fence a.graph')
  if (links.length === 0) return
  onLabels(() => {
    for (const link of links) link.title = warningOf(link.closest<HTMLElement>('.fence')!, 'Still empty')
  })
}

const copied = (pre: HTMLElement): HTMLElement[] =>
  all('.slot', pre).filter((slot) => !slot.closest('.output') || !pre.querySelector('.prompt'))

/** Which labels were left out, and why; `''` if none was. */
function refusalOf(pre: HTMLElement, incident: Incident): string {
  return [...new Set(copied(pre).flatMap((slot) => whyRefused(slot, incident) ?? []))].join('; ')
}

function warningOf(pre: HTMLElement, stillEmpty: string): string {
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
