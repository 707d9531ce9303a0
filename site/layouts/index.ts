/** The functions that write the site's pages. */
import type { Layouts } from '../../src/emit/site/index.ts'
import { frame } from './frame.ts'
import { index } from './list.ts'
import { notFound, redirect, tombstone } from './lost.ts'
import { page } from './page.ts'
import { rule } from './rule.ts'

export const layouts: Layouts = { frame, page, index, notFound, redirect, tombstone, rule }
