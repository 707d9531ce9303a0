import type { ProgramCheck } from './check.ts'
import { orphans } from './orphans.ts'

const MESSAGES = {
  shortcode: 'is gone from the rule file that this page names',
  frontmatter: 'has no rule, and this page is bound to it',
  name: 'has no rule, and this page is named for it',
}

export const runbookOrphan: ProgramCheck = {
  code: 'runbook-orphan',
  severity: 'warning',
  summary: 'A page that is written for an alert has its alert.',
  *run(program) {
    for (const { file, range, name, by } of orphans(program)) {
      yield {
        file,
        range,
        message: `Alert \`${name}\` ${MESSAGES[by]}`,
        hint:
          by === 'name'
            ? 'remove the page, or name the alerts it explains under `alerts:` in its frontmatter'
            : 'write the name the alert has now, or remove the page',
      }
    }
  },
}
