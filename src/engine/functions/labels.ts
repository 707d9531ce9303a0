/** `label_replace` and `label_join`. */
import { compileReplacer } from '../../promql/regex-match.ts'
import { isWellFormed } from '../../text/bytes.ts'
import type { Block } from '../block.ts'
import { fail } from '../failure.ts'
import { getLabel, type Labels, legacyName, metricNameLabel, setLabel } from '../labels.ts'
import { mergeApart, mergeTwins } from '../merge.ts'
import type { CallNode } from '../plan-nodes.ts'
import type { Run } from '../run.ts'
import { argument, type CallContext, textArgument, type VectorFunction } from './context.ts'

/** Since Prometheus 3.0 every UTF-8 text but the empty one is a label name. */
export function isLabelName(run: Run, name: string): boolean {
  return run.shared.semantics.utf8Names ? name !== '' && isWellFormed(name) : legacyName.test(name)
}

/** Labels computed for series before, cached with the expression. */
const made = new WeakMap<CallNode, Map<Labels, Labels>>()
const mostKept = 100_000

function relabel(
  { run, node }: CallContext,
  block: Block,
  change: (labels: Labels) => Labels,
  dst: string,
): Block {
  let known = made.get(node)
  if (known === undefined || known.size > mostKept) {
    known = new Map()
    made.set(node, known)
  }
  for (let row = 0; row < block.rows; row++) {
    const labels = block.labels[row] as Labels
    let changed = known.get(labels)
    if (changed === undefined) {
      changed = change(labels)
      known.set(labels, changed)
    }
    block.labels[row] = changed
    if (dst === metricNameLabel && changed !== labels) block.drop[row] = false
  }
  return run.shared.semantics.labelsForAllSteps ? mergeApart(run, block) : mergeTwins(block)
}

function replace(context: CallContext): Block {
  const dst = textArgument(context, 1)
  const template = textArgument(context, 2)
  const src = textArgument(context, 3)
  const pattern = textArgument(context, 4)
  const replacer = compileReplacer(pattern, template, context.run.shared.semantics.dotMatchesNewline)
  if (replacer === undefined) fail(`invalid regular expression in label_replace(): ${pattern}`)
  if (!isLabelName(context.run, dst)) fail(`invalid destination label name in label_replace(): ${dst}`)
  return relabel(
    context,
    argument(context, 0),
    (labels) => {
      const value = replacer(getLabel(labels, src))
      return value === undefined ? labels : copyOf(setLabel(labels, dst, value))
    },
    dst,
  )
}

/** A distinct object, so that the caller sees that the labels were set, even to equal ones. */
const copyOf = (labels: Labels): Labels => ({ ...labels })

function join(context: CallContext): Block {
  const { run, node } = context
  const dst = textArgument(context, 1)
  const separator = textArgument(context, 2)
  const sources: string[] = []
  for (let i = 3; i < node.args.length; i++) {
    const name = textArgument(context, i)
    if (!isLabelName(run, name)) fail(`invalid source label name in label_join(): ${name}`)
    sources.push(name)
  }
  if (run.shared.semantics.joinTargetChecked && !isLabelName(run, dst))
    fail(`invalid destination label name in label_join(): ${dst}`)
  return relabel(
    context,
    argument(context, 0),
    (labels) => copyOf(setLabel(labels, dst, sources.map((name) => getLabel(labels, name)).join(separator))),
    dst,
  )
}

export const labelFunctions: Readonly<Record<string, VectorFunction>> = {
  label_replace: replace,
  label_join: join,
}
