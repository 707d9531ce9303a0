/** The functions that render the site's pages. */
import type { Layouts } from '../../src/emit/site/index.ts'
import { frame, header } from './frame.ts'
import { index, shelves } from './list.ts'
import { notFound, redirect, tombstone } from './missing.ts'
import { contents, footer, head, labels, page, related } from './page.ts'
import { rule } from './rule.ts'
import { rules, tests } from './sheet.ts'

export const layouts: Layouts = {
  frame,
  header,
  page,
  tests,
  rules,
  head,
  labels,
  contents,
  related,
  footer,
  rule,
  index,
  shelves,
  notFound,
  redirect,
  tombstone,
}
