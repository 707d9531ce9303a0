import {
  expectedLabels,
  heldMatchers,
  heldTo,
  isOneSeries,
  labelStatus,
  labelsOf,
  pointlessMatching,
  writtenConstant,
} from '../analysis/index.ts'
import { possibleLabels } from '../analysis/labels/facts.ts'
import { type Expr, partsOf } from '../promql/index.ts'
import type { Range } from '../text/source.ts'
import type { Finding, JudgedRule, RuleCheck } from './check.ts'
import { asRelated, inExpr, subject, wrongIn } from './shared/in-expr.ts'

/** Labels that nearly always distinguish series by themselves. */
const FINEST = new Set(['instance', 'pod'])
/** Labels that many series share. */
const COARSE = new Set(['job', 'cluster', 'namespace', 'env', 'environment', 'region', 'zone', 'service'])

export const labelCollision: RuleCheck = {
  code: 'label-collision',
  severity: 'warning',
  summary: 'The labels of a rule keep its results distinct.',
  *runRule(rule) {
    const query = rule.rule.expr?.value.value ?? ''
    if (/\bon\b/i.test(query)) yield* unmatched(rule)
    if (/label_(?:replace|join)/.test(query)) yield* overwritten(rule)
    if (query.includes('count_values')) yield* countedOver(rule)
    if (query.includes('__name__')) yield* nameless(rule)
    const set = [
      ...rule.groupLabels.filter(({ key }) => !rule.labels.some((own) => own.key === key)),
      ...rule.labels,
    ]
    // What a template reads from the label itself stays apart.
    const fixed = set.filter(({ key, value }) => key !== 'severity' && isFixed(key, value))
    const expr = fixed.length > 0 ? rule.expr() : undefined
    if (!expr || isOneSeries(expr)) return
    const model = labelsOf(expr)
    const expected = expectedLabels(expr, model)
    const held = heldMatchers(expr)
    const isOpen = (label: string): boolean => !heldTo(held, label)
    const apart = [...expected.keys(), ...possibleLabels(model)].filter(
      (label) => label !== '__name__' && isOpen(label) && !fixed.some(({ key }) => key === label),
    )
    for (const { key, value, from } of fixed) {
      const reason = expected.get(key)
      if (reason === undefined || !isOpen(key)) continue
      // What many series share does not keep them apart.
      const isShared = apart.every((label) => COARSE.has(label) && !COARSE.has(key))
      const isOnly = model.rest.status === 'never' && isShared
      if (!FINEST.has(key) && !isOnly) continue
      yield {
        file: from.file,
        range: from.range,
        message: `Label \`${key}\` of ${rule.kind === 'alert' ? 'alert' : 'recording rule'} \`${rule.name}\` ${value === '' ? 'is removed from' : `becomes \`${value}\` on`} every result: two of them then have the same labelset, and the rule fails`,
        hint: `rename the label, or remove it: the expression returns \`${key}\``,
        related: asRelated(rule, [reason.reason]),
      }
    }
  },
}

/**
 * Whether a label has the same value on all results that differ in no other label: a constant, or a template that uses
 * named labels only, and not this label or the value.
 */
function isFixed(key: string, value: string): boolean {
  if (!value.includes('{{')) return true
  const read = value
    .replace(/\{\{-?\s*(?:"[^"]*"|`[^`]*`)\s*-?\}\}/g, '')
    .replace(
      /\{\{-?\s*(?:\$labels|\.Labels|\$externalLabels|\.ExternalLabels)\.(\w+)\s*-?\}\}/g,
      (read, name) => (name === key && !/external/i.test(read) ? '{{' : ''),
    )
  return !read.includes('{{')
}

/**
 * The distinguishing label that `label_join` makes from labels which distinguish less; `range`: where it is written.
 */
function coarsened(node: Expr): { name: string; range: Range } | undefined {
  if (node.kind !== 'call' || node.func !== 'label_join') return undefined
  const [dst, , ...sources] = node.args.slice(1)
  const names = sources.map((source) => (source.kind === 'string' ? source.value : undefined))
  if (dst?.kind !== 'string' || !FINEST.has(dst.value)) return undefined
  const isCoarse = (name: string | undefined): boolean => name !== undefined && COARSE.has(name)
  return names.every(isCoarse) ? { name: dst.value, range: dst.range } : undefined
}

/** `label_replace` or `label_join` that overwrites a distinguishing label with what many series share. */
function* overwritten(rule: JudgedRule): Iterable<Finding> {
  const expr = rule.expr()
  if (!expr) return
  for (const node of partsOf(expr)) {
    if (node.kind !== 'call') continue
    const [given] = node.args
    if (given && isOneSeries(given)) continue
    const constant = writtenConstant(node)
    const written = constant ?? coarsened(node)
    if (!given || !written) continue
    const model = labelsOf(given)
    const isOnly =
      model.rest.status === 'never' && possibleLabels(model).every((label) => label === written.name)
    if (!FINEST.has(written.name) && !isOnly) continue
    const reason = expectedLabels(given).get(written.name)
    if (reason === undefined || heldTo(heldMatchers(given), written.name)) continue
    yield {
      ...inExpr(rule, written.range),
      message: `${subject(rule)}: \`${node.func}\` writes the same \`${written.name}\` on ${constant ? 'every' : 'many'} series: two of them then have the same labelset, which is an error`,
      hint: `write into another label, or remove \`${written.name}\` with an aggregation`,
      related: asRelated(rule, [reason.reason]),
    }
  }
}

/** `count_values by (instance) ("instance", x)`: the value takes the place of a label that was to be kept. */
function* countedOver(rule: JudgedRule): Iterable<Finding> {
  const expr = rule.expr()
  for (const node of expr ? partsOf(expr) : []) {
    if (node.kind !== 'aggregate' || node.op !== 'count_values' || node.param?.kind !== 'string') continue
    const { value, range } = node.param
    if (node.grouping?.mode !== 'by' || !node.grouping.labels.some(({ name }) => name === value)) continue
    yield wrongIn(rule, {
      range,
      text: `\`count_values\` writes the value into \`${value}\`, and the \`${value}\` that \`by (…)\` keeps is lost`,
      hint: 'write the value into a label of its own, such as `"value"`',
    })
  }
}

/** Series of several metrics, whose names a rule removes. */
function* nameless(rule: JudgedRule): Iterable<Finding> {
  const expr = rule.expr()
  const selector = expr && namedResult(expr)
  const by = selector?.matchers.find(({ name, op }) => name === '__name__' && op === '=~')
  if (!by || !/[.|*+[(?]/.test(by.value) || selector?.name !== undefined) return
  // An author who lists recorded series by name has chosen their labels as well.
  if (by.value.split('|').every((name) => /^\w+:[\w:]+$/.test(name))) return
  yield {
    ...inExpr(rule, by.range),
    message: `${subject(rule)} returns several metrics, and a rule drops their names: two that differ only in the name then have the same labelset, and the rule fails`,
    hint: 'write one rule for each metric, or keep the name in a label with `label_replace`',
  }
}

/** The selector whose series the result is, names included: only filters around it. */
function namedResult(expr: Expr): Extract<Expr, { kind: 'vectorSelector' }> | undefined {
  switch (expr.kind) {
    case 'vectorSelector':
      return expr
    case 'paren':
      return namedResult(expr.expr)
    case 'binary':
      return labelStatus(labelsOf(expr), '__name__').status === 'never' ? undefined : namedResult(expr.lhs)
    default:
      return undefined
  }
}

/** Matching on labels that both sides have lost: an error as soon as there are two series. */
function* unmatched(rule: JudgedRule): Iterable<Finding> {
  const expr = rule.resolved()
  for (const node of expr ? partsOf(expr) : []) {
    const reason = node.kind === 'binary' ? pointlessMatching(node) : undefined
    if (!reason) continue
    const text = `${reason.text}, which is an error as soon as one side has two`
    yield wrongIn(rule, { range: reason.range, text, hint: 'match by labels that both sides have' })
  }
}
