/** Rules in code that is not compiled: in a fence of another language, in indented code, or after an unclosed fence. */
import type { Code } from 'mdast'
import { type Fence, fences } from '../../text/fences.ts'
import { locate, type Range, type Text } from '../../text/source.ts'
import { parseYaml, type YamlDocument } from '../../yaml/index.ts'
import type { FenceText } from '../fence-text.ts'
import { readRuleBlock } from './rule-file.ts'
import { buriedRule } from './shape.ts'

/** A rule that its author probably wants compiled, but that is not. */
export interface StrayRule {
  readonly range: Range
  readonly message: string
  readonly hint: string
  /** Names of its alerts, where readable. */
  readonly alerts: readonly string[]
  /** Certainly lost; others may be there only to be read. */
  readonly certain?: true
  /** Hidden on purpose. */
  readonly meant?: true
}

/** Whether rules in a fence of this language are compiled. */
export const isYaml = (lang: string): boolean => /^ya?ml$/i.test(lang)

/** The same for what follows the mark of a fence. */
export const isYamlFence = ({ info }: Pick<Fence, 'info'>): boolean => isYaml(info.split(/\s/)[0] ?? '')

/** No language, a misspelt one, or one that says how to show YAML. */
const isAlmostYaml = (lang: string): boolean =>
  lang === '' || /^y.{0,3}m.?l?$/i.test(lang) || /ya?ml/i.test(lang)

/** Texts about Markdown contain fences for display. */
const isProse = (lang: string): boolean => /^(?:markdown|md|mdx|diff|patch)$/i.test(lang)

const KEY = (names: string): RegExp =>
  new RegExp(
    `(?:^[ \\t]*(?:- [ \\t]*)?(?:\\{[{ \\t]*)?|[{,][ \\t]*(?=["']))["']?(?:${names})["']?[ \\t]*:`,
    'im',
  )
const NAME = KEY('alert|record')
const EXPRESSION = KEY('expr')
const OTHER_FIELD = KEY('for|labels|annotations|keep_firing_for')

/** The rule in a code node that is not compiled; `range`: the node's. */
export function strayRule(
  node: Code,
  { text, lines, fenced }: FenceText,
  source: string,
  range: Range,
): StrayRule | undefined {
  const lang = node.lang ?? ''
  if (isProse(lang)) return undefined
  const swallowed = swallowedFence(text, fenced, range)
  if (swallowed) return swallowed
  if (isYaml(lang) && fenced) return openFence(text, lines, source, range)
  const named = NAME.test(text.value)
  const asked = EXPRESSION.test(text.value)
  // Both keys make a rule in any language; one of them, beside another field, makes one where YAML was meant.
  const sure = named && asked
  if (!sure && !((named || asked) && isAlmostYaml(lang) && OTHER_FIELD.test(text.value))) return undefined
  const reading = readRuleBlock(parseYaml(source, lines), '')
  if (reading.shape === 'other' || (!sure && reading.misspelt !== true)) return undefined
  if (reading.shape === 'near' && !isAlmostYaml(lang)) return undefined
  const where = !fenced
    ? 'in indented code'
    : lang === ''
      ? 'in a fence without a language'
      : `in a fence of language \`${lang}\``
  return {
    range,
    message: `This rule is ${where}: it is not compiled`,
    hint: 'write ```yaml to compile it, ```yaml example only to show it',
    alerts: reading.groups.flatMap(({ rules }) =>
      rules.flatMap(({ alert }) => (alert ? [alert.value.value] : [])),
    ),
  }
}

/** A rule inside YAML of another tool, such as values of Helm: what loads that file loads it, and no build does. */
export function buriedIn(document: YamlDocument): StrayRule | undefined {
  const found = buriedRule(document.root)
  return (
    found && {
      range: { start: found.start, end: found.end },
      message: 'This rule is inside YAML of another tool: it is not compiled',
      hint: 'keep only the rule, or the part from `groups:` on; write ```yaml example only to show it',
      alerts: [],
    }
  )
}

/** A rule block without an end, which extends into the next fence or to the end of the page. */
function openFence(text: Text, lines: readonly Range[], source: string, range: Range): StrayRule | undefined {
  if (!NAME.test(text.value) && !EXPRESSION.test(text.value)) return undefined
  const written = source.slice(range.start, range.end)
  const isClosed = /[\r\n][ \t>]*(?:`{3,}|~{3,})[ \t]*$/.test(written)
  const next = /^[ \t]*(?:`{3,}|~{3,})[^\r\n]*/m.exec(text.value)
  if (isClosed && !next) return undefined
  const { root, problems } = parseYaml(source, lines)
  if (root !== null && problems.length === 0) return undefined
  const opening = /^[^\r\n]*/.exec(written)![0].length
  return {
    range: { start: range.start, end: range.start + opening },
    message: next
      ? `This fence is never closed: \`\` ${next[0].trim()} \`\` opens another one inside it`
      : 'This fence is never closed: the rest of the page belongs to it',
    hint: 'write ``` on a line of its own below the rule',
    alerts: [],
    certain: true,
  }
}

/** A fence with a rule inside other code: the fence before was not closed, or this one is indented too far. */
function swallowedFence(text: Text, fenced: boolean, range: Range): StrayRule | undefined {
  if (!/[`~]{3}/.test(text.value)) return undefined
  const inner = fences(text.value).find(
    ({ info, content }) =>
      isYamlFence({ info }) &&
      !/\sexample\b/i.test(info) &&
      NAME.test(text.value.slice(content.start, content.end)) &&
      EXPRESSION.test(text.value.slice(content.start, content.end)),
  )
  if (!inner) return undefined
  const found = locate(text, inner.range.start, inner.content.start)
  return {
    range: found,
    message: fenced
      ? 'The fence above this one is still open, so the rule in this one is not compiled'
      : 'This fence is indented by four spaces or more, which makes it code: its rule is not compiled',
    hint: fenced ? 'close the fence above with ``` on a line of its own' : 'indent the fence less',
    alerts: [],
    ...(range.start < found.start && { certain: true as const }),
  }
}
