/**
 * Imports promtool's unit tests into the pages of their alerts. A test that concerns several pages becomes one in each.
 * Every imported test is proved: its fence is run in the future project, and must pass or fail as the test does in its
 * file. The files stay as they are.
 */
import { linkKeys } from '../../../bind/written.ts'
import { compile } from '../../../compile.ts'
import type { Config, Page, Program, Source } from '../../../model.ts'
import { parseDuration } from '../../../promql/index.ts'
import { checkTest } from '../../../prove/promtool/check.ts'
import type { AlertTest, PromtoolTest } from '../../../prove/promtool/file.ts'
import type { GroupSpec } from '../../../prove/rules.ts'
import { groupsKnown } from '../../../prove/runbook/known.ts'
import { testsOf } from '../../../prove/runbook/page.ts'
import { runbookSettings } from '../../../prove/settings.ts'
import type { Regexps } from '../../../template/index.ts'
import { append } from '../../../text/append.ts'
import { count } from '../../../text/count.ts'
import { applyEdits } from '../../../text/edits.ts'
import { groupBy } from '../../../text/group-by.ts'
import { lineColumn, lineStarts } from '../../../text/source.ts'
import { type Book, runPage } from '../../prove/book.ts'
import { type Comments, commentsIn } from './comments.ts'
import { contentOf, contentOfFence } from './content.ts'
import { fenceText } from './fence.ts'
import type { TestInput } from './input.ts'
import { filesNeeded, rulesTested } from './needs.ts'
import { placeFor } from './place.ts'

/** The project after the rules were imported. */
export interface Project {
  readonly sources: readonly Source[]
  readonly config: Config
  readonly regexps: Regexps
}

export interface TestsPlan {
  /** Pages, with the tests added to them. */
  readonly texts: ReadonlyMap<string, string>
  readonly notes: readonly string[]
  readonly summary: string
}

/** The part of a test that concerns one page. */
interface Part {
  readonly input: TestInput
  readonly whole: PromtoolTest
  readonly test: PromtoolTest
  /** The rules that promtool would test. */
  readonly groups: readonly GroupSpec[]
  readonly page: Page
  readonly fence: string
  readonly content: string
}

/** A test that stays in its file, and why. */
interface RemainingTest {
  readonly input: TestInput
  readonly whole: PromtoolTest
  readonly reason: string
}

export function planTests(inputs: readonly TestInput[], project: Project): TestsPlan {
  const { program } = bookOf(project.sources, project.config)
  const notes = inputs.flatMap(({ source, fault }) =>
    fault === undefined ? [] : [`${source.path} is left unchanged: ${fault}`],
  )
  const parts: Part[] = []
  const left: RemainingTest[] = []
  for (const input of inputs) {
    if (input.fault !== undefined) continue
    const comments = commentsIn(input)
    for (const whole of input.file.tests) {
      const found = partsOf(input, whole, program, project.config, comments)
      if (typeof found === 'string') left.push({ input, whole, reason: found })
      else append(parts, found)
    }
  }
  const there = new Set(
    parts.filter(({ page, content }) => testsOf(page).some(({ test }) => contentOf(test) === content)),
  )
  const fresh = parts.filter((part) => !there.has(part))
  const refused = judge(fresh, project)
  for (const [{ input, whole }, reason] of refused) left.push({ input, whole, reason })
  const taken = fresh.filter((part) => !refused.has(part))
  notes.push(...new Set(left.map(noteOf)), ...fileNotes(inputs, left))
  const pages = new Set(taken.map(({ page }) => page))
  return {
    texts: textsWith(taken, project.sources),
    notes,
    summary: summaryOf(taken.length, pages.size, there.size, new Set(left.map(({ whole }) => whole)).size),
  }
}

const bookOf = (sources: readonly Source[], config: Config): Book => compile(sources, config, { checks: [] })

/** Splits a test by the pages of its alerts, or says why no page can take it. */
function partsOf(
  input: TestInput,
  whole: PromtoolTest,
  program: Program,
  config: Config,
  comments: Comments,
): Part[] | string {
  if (whole.alerts.length === 0 && whole.exprs.length === 0) return 'it expects nothing'
  const { file, groups } = input
  const links = linkKeys(config)
  const isAlert = (name: string) => (rule: { kind: string; name: string }) =>
    rule.kind === 'alert' && rule.name === name
  const inFiles = groups.flatMap((group) => group.rules)
  // After an earlier import the rules are no longer in the files: the project's are used.
  const isMoved = whole.alerts.some(({ alertname }) => !inFiles.some(isAlert(alertname.value)))
  const known = isMoved
    ? program.rules.filter(({ compiled }) => compiled)
    : rulesTested(program, groups, links)
  const pageOf = (name: string): Page | string => {
    const bound = known.filter(isAlert(name))
    const page = program.pages.find(({ path }) => bound.some((rule) => rule.page === path))
    if (page !== undefined) return page
    return bound.length === 0 && !inFiles.some(isAlert(name))
      ? `no rule of its files, or of the project, is an alert \`${name}\``
      : `\`${name}\` has no page: import its rule first`
  }
  const byPage = new Map<Page, PromtoolTest['alerts'][number][]>()
  for (const alert of whole.alerts) {
    const page = pageOf(alert.alertname.value)
    if (typeof page === 'string') return page
    byPage.set(page, [...(byPage.get(page) ?? []), alert])
  }
  if (byPage.size === 0) {
    const page = pageOfRecords(whole, program)
    if (page === undefined) return 'it is about no alert'
    byPage.set(page, [])
  }
  const usual = parseDuration(config.prometheus.evaluationInterval).ms ?? 60_000
  const evaluation = file.evaluationInterval
  const parts: Part[] = []
  for (const [page, alerts] of byPage) {
    const test = { ...whole, alerts, exprs: parts.length === 0 ? whole.exprs : [] }
    const rules = filesNeeded(known, page, test)
    const tested = isMoved ? deployedRules(program, page, rules, links) : groups
    const fence = fenceText({
      file,
      test,
      whole,
      comments,
      usual,
      rules,
      links,
      isEven:
        evaluation !== test.interval ||
        tested.some(({ interval }) => interval !== undefined && interval !== evaluation),
    })
    const read = contentOfFence(fence)
    if ('fault' in read) return `a runbook cannot express it: ${read.fault}`
    const judged = isMoved ? { ...test, alerts: alerts.map((one) => withoutLinks(one, links)) } : test
    parts.push({ input, whole, test: judged, groups: tested, page, fence, content: read.content })
  }
  return parts
}

/** The rules of a page and of further files as deployed, but without the links that a build writes. */
function deployedRules(
  program: Program,
  page: Page,
  files: readonly string[],
  links: ReadonlySet<string>,
): GroupSpec[] {
  return groupsKnown(program, page, new Set(files)).map((group) => ({
    ...group,
    rules: group.rules.map((rule) => ({
      ...rule,
      annotations: rule.annotations.filter(([name]) => !links.has(name)),
    })),
  }))
}

function withoutLinks(alert: AlertTest, links: ReadonlySet<string>): AlertTest {
  const expected = alert.expected.map((one) => ({
    ...one,
    annotations: new Map([...one.annotations].filter(([name]) => !links.has(name))),
  }))
  return { ...alert, expected }
}

/** The page with a block containing a recording rule that expressions use. */
function pageOfRecords({ exprs }: PromtoolTest, { pages, rules }: Program): Page | undefined {
  const asks = ({ name }: { name: string }): boolean =>
    exprs.some(({ expr }) => new RegExp(`(?<![\\w:])${name}(?![\\w:])`).test(expr.value))
  const record = rules.find((rule) => rule.kind === 'record' && rule.page !== undefined && asks(rule))
  return record && pages.find(({ path }) => path === record.page)
}

/** The pages with the tests added. */
function textsWith(parts: readonly Part[], sources: readonly Source[]): Map<string, string> {
  const texts = new Map(sources.map(({ path, text }) => [path, text]))
  return new Map(
    [...groupBy(parts, ({ page }) => page)].map(([page, own]) => {
      const { path } = page.runbook.source
      const text = texts.get(path) ?? ''
      const edits = own.map(({ test, fence }) => placeFor(text, page, test, fence))
      // Two tests may be identical, and only one of two equal edits would count.
      return [
        path,
        applyEdits(text, [...new Map(edits.map((edit) => [JSON.stringify(edit), edit])).values()]).text,
      ]
    }),
  )
}

/** Parts that give another result in pages than in their files, with the reason. */
function judge(parts: readonly Part[], { sources, config, regexps }: Project): Map<Part, string> {
  const refused = new Map<Part, string>()
  const texts = textsWith(parts, sources)
  const after = sources.map((source) => {
    const text = texts.get(source.path)
    return text === undefined ? source : { path: source.path, text }
  })
  const book = bookOf(after, config)
  const settings = runbookSettings(config, regexps)
  const { version, features } = config.prometheus
  for (const [page, own] of groupBy(parts, (part) => part.page)) {
    const now = book.program.pages.find(({ path }) => path === page.path)
    const report = now && runPage(book, now, settings, () => true)
    const contents = now ? testsOf(now).map(({ test }) => contentOf(test)) : []
    const isWhole = now !== undefined && now.rules.length === page.rules.length
    for (const part of own) {
      const index = contents.indexOf(part.content)
      const [problem] = report?.problems ?? []
      if (problem !== undefined) refused.set(part, `its page cannot be tested: ${problem.message}`)
      else if (!isWhole || index < 0) refused.set(part, 'its page has no place for it')
      else {
        const settled = { version, features, regexps }
        const before = checkTest(part.input.file, part.test, part.groups, settled).failures
        const failures = report!.results[index]!.failures
        if (failures.length > 0 === before.length > 0) continue
        const [first] = failures
        refused.set(
          part,
          first ? `in the runbook it fails: ${first.message}` : 'it fails, but not in the runbook',
        )
      }
    }
  }
  return refused
}

function noteOf({ input, whole, reason }: RemainingTest): string {
  const { source } = input
  const { line } = lineColumn(lineStarts(source.text), whole.range.start)
  return `${source.path}:${line}: test \`${whole.title}\` stays in its file: ${reason}`
}

/** Files that are no longer needed, and files to name in the configuration. */
function fileNotes(inputs: readonly TestInput[], left: readonly RemainingTest[]): string[] {
  const whole = inputs.filter(({ fault, file }) => fault === undefined && file.tests.length > 0)
  return whole.map((input) => {
    const rest = new Set(left.filter((one) => one.input === input).map((one) => one.whole)).size
    const path = input.source.path
    if (rest === 0) return `all tests of ${path} are in runbooks: the file can be deleted`
    return `${rest} of ${input.file.tests.length} tests stay in ${path}: list it under \`tests\` in alertbook.yml to run them`
  })
}

function summaryOf(taken: number, pages: number, there: number, left: number): string {
  const parts = [
    ...(taken > 0 ? [`${taken} into ${count(pages, 'runbook')}`] : []),
    ...(there > 0 ? [`${there} already there`] : []),
    ...(left > 0 ? [`${left} left in ${left === 1 ? 'its file' : 'their files'}`] : []),
  ]
  return `Tests: ${parts.length > 0 ? parts.join(', ') : 'none'}.`
}
