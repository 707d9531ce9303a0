/** The second script of a page, loaded by `later.ts`. */
export { find } from './find.ts'
export { bring } from './folds.ts'
export { press } from './keyboard.ts'
export { labelTools } from './label-tools.ts'
export { ticks } from './ticks.ts'
