/** Code fences of a runbook → rule blocks, tests and queries. */
import type { Code, Html, Nodes, Root } from 'mdast'
import { slotsIn, takesSlots } from '../../highlight/index.ts'
import type { Diagnostic, Diagram, Ignore, Query, RuleBlock, Slot, TestBlock } from '../../model.ts'
import { append } from '../../text/append.ts'
import { fences } from '../../text/fences.ts'
import { nearest } from '../../text/nearest.ts'
import { lineStarts, locate, type Range, type Text } from '../../text/source.ts'
import { parseYaml } from '../../yaml/index.ts'
import { fenceText } from '../fence-text.ts'
import { rangeOf } from '../outline.ts'
import { readTests } from '../tests/index.ts'
import { walk } from '../walk.ts'
import { looseRule } from './loose.ts'
import { type RuleBlockReading, readRuleBlock } from './rule-file.ts'
import { buriedIn, isYaml, isYamlFence, type StrayRule, strayRule } from './stray.ts'

export interface Blocks {
  readonly blocks: readonly RuleBlock[]
  /** Index in `blocks` of each compiled code node. */
  readonly indexOf: ReadonlyMap<Code, number>
  readonly tests: readonly TestBlock[]
  /** Index in `tests` of each code node with tests. */
  readonly testIndexOf: ReadonlyMap<Code, number>
  readonly queries: readonly Query[]
  readonly diagrams: readonly Diagram[]
  readonly slots: readonly Slot[]
  readonly ignores: readonly Ignore[]
  /** Rules in fences marked `example`. */
  readonly examples: readonly RuleBlock[]
  readonly diagnostics: readonly Diagnostic[]
}

/** Of a document: its fences are shown, and nothing is read in them. */
export const NO_BLOCKS: Blocks = {
  blocks: [],
  indexOf: new Map(),
  tests: [],
  testIndexOf: new Map(),
  queries: [],
  diagrams: [],
  slots: [],
  ignores: [],
  examples: [],
  diagnostics: [],
}

const isPromql = (lang: string): boolean => /^promql$/i.test(lang)

/** `example` after the language: shown, never compiled. */
const isExample = ({ lang, meta }: Code): boolean =>
  /(?:^|[\s{,.])example(?=$|[\s},=])/i.test(`${lang ?? ''} ${meta ?? ''}`)

/** `test` as the first word after the language: tests for the alerts of the page. */
const isTest = (node: Code): boolean => /^tests?(?=$|[\s,}])/i.test(node.meta ?? '')

/** A rule beside a word that is nearly `example`: it would deploy what was only to be shown. */
function nearWord(node: Code, file: string): Diagnostic[] {
  const word = (node.meta ?? '').split(/[\s,}]/)[0]!
  if (nearest(word, ['example']) === undefined) return []
  return [
    {
      file,
      range: { start: rangeOf(node).start, end: rangeOf(node).start + 3 },
      code: 'rule-fence',
      severity: 'error',
      message: `\`${word}\` after the language is not \`example\`: this rule is compiled`,
      hint: 'write ```yaml example only to show it, ```yaml to compile it',
    },
  ]
}

/** Keys of a test at the top of a fence not marked as one. */
const isAlmostTest = ({ value }: Code): boolean =>
  /^(?:- | {2})?series:/m.test(value) && /^(?:- | {2})?(?:alerts|queries):/m.test(value)

function unmarkedTest(file: string, range: Range): Diagnostic {
  return {
    file,
    range,
    code: 'test-fence',
    severity: 'warning',
    message: 'This fence looks like a test but is not marked as one: it is not run',
    hint: 'write ```yaml test to run it, ```yaml example only to show it',
  }
}

/** A cheap test before parsing a text as YAML: rules contain one of these. */
const MAYBE_RULE =
  /\b(?:alert|record|expr|groups|rules)\b|^[^\S\r\n]*(?:-[^\S\r\n]*)?\w{3,8}[^\S\r\n]*:|^[^\S\r\n]*ALERT\s/m

/** `named`: alerts that the page names beside its blocks; their rules are in rule files. */
export function readBlocks(
  root: Root,
  source: string,
  file: string,
  named: ReadonlySet<string> = new Set(),
): Blocks {
  const starts = lineStarts(source)
  const blocks: RuleBlock[] = []
  const indexOf = new Map<Code, number>()
  const tests: TestBlock[] = []
  const testIndexOf = new Map<Code, number>()
  const queries: Query[] = []
  const diagrams: Diagram[] = []
  const slots: Slot[] = []
  const ignores: Ignore[] = []
  const examples: RuleBlock[] = []
  const diagnostics: Diagnostic[] = []
  const strays: StrayRule[] = []
  walk<Nodes>(root, (node) => {
    if (node.type === 'html') append(diagnostics, hiddenRules(node, file))
    const loose = looseRule(node, source)
    if (loose) strays.push(loose)
    if (node.type === 'inlineCode') append(slots, inlineSlots(source, rangeOf(node)))
    if (node.type !== 'code') return
    const read = fenceText(source, starts, node)
    const { text, lines } = read
    const lang = node.lang ?? ''
    if (takesSlots(lang)) {
      for (const { start, end, label } of slotsIn(node.value))
        slots.push({ range: locate(text, start, end), label })
    }
    if (/^mermaid$/i.test(lang)) diagrams.push(diagramOf(text))
    if (isExample(node)) {
      if (!isYaml(lang) || !MAYBE_RULE.test(node.value)) return
      const { shape, groups } = readRuleBlock(parseYaml(source, lines), file)
      if (shape === 'rules') examples.push({ range: rangeOf(node), groups })
      return
    }
    if (isYaml(lang) && isTest(node)) {
      const range = rangeOf(node)
      const reading = readTests(parseYaml(source, lines), range, file)
      append(diagnostics, reading.diagnostics)
      testIndexOf.set(node, tests.push({ range, tests: reading.tests }) - 1)
      return
    }
    if (isYaml(lang) && isAlmostTest(node)) {
      diagnostics.push(unmarkedTest(file, rangeOf(node)))
      return
    }
    const stray = strayRule(node, read, source, rangeOf(node))
    if (stray) {
      strays.push(stray)
      return
    }
    if (isPromql(lang)) queries.push({ text })
    if (!isYaml(lang) || !MAYBE_RULE.test(node.value)) return
    const document = parseYaml(source, lines)
    const reading = readRuleBlock(document, file)
    const buried = reading.shape === 'other' ? buriedIn(document) : undefined
    if (buried) strays.push(buried)
    if (reading.shape === 'rules') append(diagnostics, nearWord(node, file))
    append(diagnostics, reading.diagnostics)
    append(ignores, reading.ignores)
    if (reading.shape !== 'rules') return
    indexOf.set(node, blocks.push({ range: rangeOf(node), groups: reading.groups }) - 1)
  })
  for (const stray of strays) {
    const isDeployed = blocks.length > 0 || stray.alerts.some((alert) => named.has(alert))
    diagnostics.push(strayDiagnostic(file, stray, isDeployed))
  }
  return { blocks, indexOf, tests, testIndexOf, queries, diagrams, slots, ignores, examples, diagnostics }
}

/** Front matter and comments may precede the word that names the kind. */
function diagramOf(text: Text): Diagram {
  const start = /^(?:\s*---[\s\S]*?\n---[ \t]*\n)?(?:\s*%%.*\n)*\s*/.exec(text.value)![0].length
  const kind = /^[\w-]*/.exec(text.value.slice(start))![0]
  return { kind, range: locate(text, start, start + kind.length) }
}

/**
 * A rule that is not compiled is an error if nothing else on the page deploys its alert: no block, and no rule file
 * that it names. Beside those, it may be there only to be read.
 */
function strayDiagnostic(file: string, stray: StrayRule, isDeployed: boolean): Diagnostic {
  const { range, message, hint, certain, meant } = stray
  return {
    file,
    range,
    code: 'rule-fence',
    severity: certain || !(isDeployed || meant) ? 'error' : 'warning',
    message,
    hint,
  }
}

/** Reports fences swallowed by HTML that no blank line ends. */
function hiddenRules(node: Html, file: string): Diagnostic[] {
  const { start } = rangeOf(node)
  // In a comment the rule is hidden on purpose; `looseRule` reports that.
  if (/^\s*<!--/.test(node.value)) return []
  return fences(node.value)
    .filter(
      ({ info, content }) =>
        isYamlFence({ info }) && /\b(?:alert|record)\s*:/.test(node.value.slice(content.start, content.end)),
    )
    .map(({ range }) => ({
      file,
      range: { start: start + range.start, end: start + range.end },
      code: 'rule-fence',
      severity: 'error',
      message: 'The rule is inside raw HTML: Markdown does not see the fence, and the rule is not compiled',
      hint: 'put a blank line between the HTML tag and the fence',
    }))
}

function inlineSlots(source: string, range: Range): Slot[] {
  return slotsIn(source.slice(range.start, range.end)).map(({ start, end, label }) => ({
    range: { start: range.start + start, end: range.start + end },
    label,
  }))
}

/**
 * Rule blocks inside Hugo comments: never shown. Each is compared with the deployed rule, or compiled where there is
 * none.
 */
export function readCopies(
  source: string,
  file: string,
  comments: readonly Range[],
): { copies: RuleBlock[]; diagnostics: Diagnostic[] } {
  const copies: RuleBlock[] = []
  const diagnostics: Diagnostic[] = []
  for (const comment of comments) {
    for (const { range, content, info } of fences(source, comment)) {
      if (!isYamlFence({ info })) continue
      const reading: RuleBlockReading = readRuleBlock(parseYaml(source, [content]), file)
      append(diagnostics, reading.diagnostics)
      if (reading.shape === 'rules') copies.push({ range, groups: reading.groups })
    }
  }
  return { copies, diagnostics }
}
