/** The second script of a page, loaded by `later.ts`. */
import { nameColours } from './colours.ts'
import { graphTitles } from './copying.ts'
import type { Incident } from './incident.ts'
import { refusedTitles } from './refused.ts'
import { headingLinks, overdue, whereAmI } from './sections.ts'

export { turnColours } from './colours.ts'
export { copyCode, textToCopy } from './copying.ts'
export { find } from './find.ts'
export { bring } from './folds.ts'
export { press } from './keyboard.ts'
export { labelForm } from './label-form.ts'
export { ticks } from './ticks.ts'

/** What it adds to a page by itself. */
export function arrive(incident: Incident): void {
  nameColours()
  headingLinks()
  whereAmI()
  overdue()
  graphTitles(incident)
  refusedTitles(incident)
}
