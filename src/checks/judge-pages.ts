/** Runs the checks that judge each page by itself; what they find is remembered with its source. */
import type { Page, Program, Remember, Runbook, Step } from '../model.ts'
import { hash } from '../text/hash.ts'
import { type Identified, identified } from '../text/identified.ts'
import type { Check, Finding, JudgedPage, PageCheck } from './check.ts'
import { withFix } from './judge-rules.ts'

/** The findings of those of `checks` that judge pages, by code. */
export function judgePages(
  program: Program,
  checks: readonly Check[],
  remember: Remember,
): (code: string) => readonly Finding[] {
  const judges = checks.filter((check): check is PageCheck => 'runPage' in check)
  const known = identified(hash(judges.map(({ code }) => code).join()), () => judges)
  const found = new Map(judges.map(({ code }): [string, Finding[]] => [code, []]))
  if (judges.length === 0) return () => []
  const pages = new Map(program.pages.map((page) => [page.runbook, page]))
  for (const runbook of program.runbooks) {
    const { path } = runbook.source
    const page = pages.get(runbook)
    const findings = remember(judgePage, {
      judges: known,
      page: identified(`${path} ${program.hashOf(path)}`, () => judged(runbook, page, program)),
      explains: page?.rules.some(({ kind }) => kind === 'alert') ?? false,
    })
    for (const [code, some] of findings) found.get(code)!.push(...some)
  }
  return (code) => found.get(code) ?? []
}

/** What follows from the source of a page; `page` is undefined where another has its address. */
type Source = Omit<JudgedPage, 'explains'>

const judged = (runbook: Runbook, page: Page | undefined, { texts }: Program): Source => ({
  runbook,
  text: () => texts.get(runbook.source.path) ?? '',
  ...(page?.promise && { promise: page.promise }),
  ...(page?.draft && { draft: page.draft }),
})

interface Judged {
  readonly judges: Identified<readonly PageCheck[]>
  readonly page: Identified<Source>
  readonly explains: boolean
}

/** What the checks that find something in a page find, by code. */
const judgePage: Step<Judged, readonly (readonly [code: string, findings: readonly Finding[]])[]> = {
  name: 'judge-page',
  run: ({ judges, page, explains }) =>
    judges.value.flatMap(({ code, runPage }) => {
      const found = [...runPage({ ...page.value, explains })].map(withFix)
      return found.length === 0 ? [] : [[code, found] as const]
    }),
}
