/** Runs the checks that judge each page by itself; what they find is remembered with some sources at a time. */
import type { Page, Program, Remember, Runbook, Step } from '../../model.ts'
import { append } from '../../text/append.ts'
import { chunks } from '../../text/chunks.ts'
import { type Identified, identified, identifiedBy } from '../../text/identified.ts'
import { type Check, type Finding, type JudgedPage, type PageCheck, withFix } from '../check.ts'

/** The findings of those of `checks` that judge pages, by code. */
export function judgePages(
  program: Program,
  checks: readonly Check[],
  remember: Remember,
): (code: string) => readonly Finding[] {
  if (program.runbooks.length === 0) return () => []
  const judges = checks.filter((check): check is PageCheck => 'runPage' in check)
  const codes = judges.map(({ code }) => code)
  const known = identifiedBy(() => codes.join(), judges)
  const found = new Map(codes.map((code): [string, Finding[]] => [code, []]))
  if (judges.length === 0) return () => []
  const pages = new Map(program.pages.map((page) => [page.runbook, page]))
  for (const runbooks of chunks(program.runbooks, ({ source }) => source.path)) {
    const some = runbooks.map((runbook): JudgedSource => {
      const { path } = runbook.source
      const page = pages.get(runbook)
      return {
        page: identified(
          () => `${path} ${program.hashOf(path)}`,
          () => judged(runbook, page, program),
        ),
        explains: page?.rules.some(({ kind }) => kind === 'alert') ?? false,
      }
    })
    for (const [code, findings] of remember(judgeSome, { judges: known, pages: some }))
      append(found.get(code)!, findings)
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

interface JudgedSource {
  readonly page: Identified<Source>
  readonly explains: boolean
}

interface Judged {
  readonly judges: Identified<readonly PageCheck[]>
  readonly pages: readonly JudgedSource[]
}

/** What the checks that find something in pages find, by code. */
const judgeSome: Step<Judged, readonly (readonly [code: string, findings: readonly Finding[]])[]> = {
  name: 'judge-pages',
  run: ({ judges, pages }) => {
    const judged = pages.map(({ page, explains }): JudgedPage => ({ ...page.value, explains }))
    return judges.value.flatMap(({ code, runPage }) => {
      const found = judged.flatMap((page) => [...runPage(page)].map(withFix))
      return found.length === 0 ? [] : [[code, found] as const]
    })
  },
}
