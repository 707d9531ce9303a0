/** Runbooks with tests, run like the command line does. */

import { runPage } from '../../src/cli/prove/book.ts'
import { compile } from '../../src/compile.ts'
import { defaultConfig } from '../../src/config/index.ts'
import type { TestFileReport } from '../../src/model.ts'
import { runbookSettings } from '../../src/prove/settings.ts'
import { testFormats } from '../../src/report/tests/index.ts'
import { loadRegexps } from '../../src/template/index.ts'
import { textsOf } from '../../src/text/source.ts'

/** A runbook in the project of a test. */
export const PATH = 'runbooks/page.md'

const RULE = `\`\`\`yaml
alert: HighLoad
expr: load > 2
for: 5m
keep_firing_for: 3m
labels: { severity: warning }
annotations:
  summary: '{{ $labels.instance }} has load {{ $value }}'
\`\`\`
`

/** A page with one alert and a fence of tests. */
export const pageWith = (fence: string, rules: string = RULE): string =>
  `# Load\n\n${rules}\n\`\`\`yaml test\n${fence.trim()}\n\`\`\`\n`

export async function reportOf(text: string): Promise<TestFileReport> {
  const config = defaultConfig()
  const regexps = await loadRegexps()
  const book = compile([{ path: PATH, text }], config, { checks: [], regexps })
  const page = book.program.pages[0]!
  return runPage(book, page, runbookSettings(config, regexps), () => true)
}

/** What the terminal shows. */
export async function shown(text: string): Promise<string> {
  const report = await reportOf(text)
  return testFormats.text([report], textsOf([{ path: PATH, text }]), { color: false, width: 100 })
}
