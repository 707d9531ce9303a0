/** The scripts of a page. Each part looks for its own elements, and does nothing without them. */
import { actions } from './actions.ts'
import { box } from './box.ts'
import { colours } from './colours.ts'
import { copyButtons } from './fences.ts'
import { fired } from './fired.ts'
import { keys } from './keys.ts'
import { alertLabels } from './labels.ts'
import { offline } from './offline.ts'
import { folds, headingLinks, overdue, unfold, whereAmI } from './page.ts'
import { steps } from './steps.ts'
import { travel } from './travel.ts'

colours()
alertLabels()
fired()
actions()
steps()
copyButtons()
headingLinks()
folds()
unfold()
overdue()
whereAmI()
box()
document.documentElement.dataset.ready = ''
travel()
keys()
offline()
