/**
 * The rules of a page as they are deployed: in a file beside it, because nobody who is woken reads YAML first. The page says
 * in words what a rule does and links to it, and a script puts it into its fold when that is opened.
 */
import type { Page } from '../../model.ts'
import { type Context, frame } from './context.ts'
import type { Html } from './html.ts'
import { RULES } from './page-files.ts'
import { ruleView } from './rule.ts'

/** Only for pages that have rules. */
export function renderRules(context: Context, page: Page): Html {
  const { layouts } = context.theme
  const view = {
    ...frame(context, page.path + RULES, {
      title: `Rules of ${page.title}`,
      description: `The rules of ${page.title} as they are deployed`,
      kind: 'rules' as const,
      twin: undefined,
    }),
    name: page.title,
    rules: page.rules.map((rule) => ruleView(context, rule, page)),
  }
  return layouts.rules(view, layouts)
}
