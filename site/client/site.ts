/** What a page does besides being read. Every part looks for its own elements and leaves when there are none. */
import { actions } from './actions.ts'
import { colours } from './colours.ts'
import { copyButtons } from './fences.ts'
import { find } from './find.ts'
import { alertLabels } from './labels.ts'
import { offline } from './offline.ts'
import { headingLinks, overdue, unfold, whichAlert } from './page.ts'
import { steps } from './steps.ts'

colours()
alertLabels()
whichAlert()
actions()
steps()
copyButtons()
headingLinks()
unfold()
overdue()
find()
offline()
