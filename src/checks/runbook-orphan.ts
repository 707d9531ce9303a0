import type { ProgramCheck } from './check.ts'
import { orphans } from './shared/orphans.ts'

const MESSAGES = {
  shortcode: 'is gone from the rule file that this page names',
  frontmatter: 'has no rule, and this page is bound to it',
  name: 'has no rule, and this page is named for it',
}

export const runbookOrphan: ProgramCheck = {
  code: 'runbook-orphan',
  severity: 'warning',
  needsAll: true,
  summary: 'The alert that a page is written for exists.',
  *run(program) {
    for (const { file, range, name, by } of orphans(program)) {
      yield {
        file,
        range,
        message: `Alert \`${name}\` ${MESSAGES[by]}`,
        hint:
          by === 'name'
            ? 'list the alerts it explains under `alerts:` in its frontmatter; if the rules are in another project, turn this check off'
            : 'write the name the alert has now, or remove it from the page',
      }
    }
  },
}
