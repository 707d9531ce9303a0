/** The scripts of a page. Each part looks for its own elements, and does nothing without them. */
import { actions } from './actions.ts'
import { box, colours } from './box.ts'
import { copyButtons } from './fences.ts'
import { fired } from './fired.ts'
import { keys } from './keys.ts'
import { alertLabels, incident } from './labels.ts'
import { onFirstMove } from './later.ts'
import { offline } from './offline.ts'
import { folds, unfold } from './page.ts'
import { steps } from './steps.ts'
import { travel } from './travel.ts'

alertLabels()
fired()
actions()
steps()
copyButtons()
folds()
unfold()
document.documentElement.dataset.ready = ''
travel()
colours()
box()
keys()
onFirstMove(incident)
offline()
