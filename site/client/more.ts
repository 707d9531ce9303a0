/** The second script of a page, loaded by `later.ts`. */
export { find } from './find.ts'
export { press } from './keyboard.ts'
export { progressBar } from './progress.ts'
