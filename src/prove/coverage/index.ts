/**
 * Coverage: what tests show of rules. That is alerts that fire, recording rules that return something, both outcomes of
 * each comparison and set operator, and both branches of each `if` in a template. In: runs of tests, moment by moment.
 * Out: what was never seen.
 */
import type { EngineOptions } from '../../engine/index.ts'
import { parseExpr, parseOptions } from '../../promql/index.ts'
import { executeTemplate, parseTemplate, type Regexps, type Tree } from '../../template/index.ts'
import { locate, type Place, type Text } from '../../text/source.ts'
import type { RunningRule } from '../group.ts'
import { recordOf } from '../labels.ts'
import type { RuleSpec } from '../rules.ts'
import type { Observer, Run } from '../run.ts'
import { type Point, pointsOf, seenOutcomes } from './outcomes.ts'

/** One thing that a test can show. */
export interface Covered extends Place {
  readonly rule: string
  readonly kind: 'alert' | 'record' | 'outcome' | 'branch'
  seen: boolean
  /** Wording for the case that it was never seen. */
  readonly never: string
}

interface RuleCover {
  readonly spec: RuleSpec
  readonly whole: Covered
  readonly points: readonly { readonly point: Point; readonly items: readonly [Covered, Covered] }[]
  readonly templates: readonly {
    readonly tree: Tree
    readonly branches: ReadonlyMap<number, readonly [Covered, Covered]>
  }[]
}

export interface Coverage {
  /** Watches a run; one coverage may watch many runs. */
  readonly observe: Observer
  /** Everything that could be seen, in order of position. */
  items(): readonly Covered[]
}

export function createCoverage(
  version: string,
  features: readonly string[],
  regexps: Regexps | undefined,
): Coverage {
  const rules = new Map<string, RuleCover>()
  const coverOf = (spec: RuleSpec): RuleCover => {
    const key = `${spec.place.range.start} ${spec.place.file}`
    const known = rules.get(key) ?? makeCover(spec, version, features)
    rules.set(key, known)
    return known
  }
  return {
    observe(run, options, at) {
      for (const { spec, rules: running } of run.groups) {
        for (const rule of running)
          watchRule(coverOf(rule.spec), rule, run, options, at, spec.queryOffset, regexps)
      }
    },
    items: () =>
      [...rules.values()]
        .flatMap(({ whole, points, templates }) => [
          whole,
          ...points.flatMap(({ items }) => items),
          ...templates.flatMap(({ branches }) => [...branches.values()].flat()),
        ])
        .sort((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : a.range.start - b.range.start)),
  }
}

function makeCover(spec: RuleSpec, version: string, features: readonly string[]): RuleCover {
  const { written, place, name } = spec
  const item = (kind: Covered['kind'], range: Place['range'], never: string): Covered => ({
    file: place.file,
    range,
    rule: name,
    kind,
    seen: false,
    never,
  })
  const head = (spec.kind === 'alert' ? written.alert : written.record)?.value.range ?? place.range
  const whole = item(spec.kind, head, spec.kind === 'alert' ? 'never fires' : 'never returns anything')
  const text: Text | undefined = written.expr?.value
  const { expr } = parseExpr(spec.expr, parseOptions(features, version))
  const points =
    text === undefined || expr === undefined
      ? []
      : pointsOf(expr).map((point) => {
          const [first, second] = point.outcomes.map(({ range, never }) =>
            item(
              'outcome',
              locate(text, range.start, range.end),
              `\`${spec.expr.slice(range.start, range.end)}\` ${never}`,
            ),
          )
          return { point, items: [first!, second!] as const }
        })
  const templates = [...written.labels, ...written.annotations].flatMap(({ value }) => {
    if (spec.kind !== 'alert' || !/\{\{-?\s*(?:if|with|else if|else with)\b/.test(value.value)) return []
    const { tree } = parseTemplate(value.value, { version, name: `__alert_${name}` })
    if (tree === undefined) return []
    const branches = new Map<number, readonly [Covered, Covered]>()
    const visit = (nodes: Tree['nodes']): void => {
      for (const node of nodes) {
        if (node.kind === 'if' || node.kind === 'with') {
          const range = locate(value, node.range.start, node.range.end)
          branches.set(node.range.start, [
            item('branch', range, `\`${node.kind}\` is never taken`),
            item('branch', range, `\`${node.kind}\` is always taken`),
          ])
        }
        if (node.kind === 'if' || node.kind === 'with' || node.kind === 'range') {
          visit(node.body)
          visit(node.otherwise)
        }
      }
    }
    visit(tree.nodes)
    return [{ tree, branches }]
  })
  return { spec, whole, points, templates }
}

function watchRule(
  cover: RuleCover,
  rule: RunningRule,
  run: Run,
  options: EngineOptions,
  at: number,
  offset: number,
  regexps: Regexps | undefined,
): void {
  const { spec, whole, points, templates } = cover
  if (spec.kind === 'alert') {
    const firing = rule.alerts().filter(({ state }) => state === 'firing')
    if (firing.length > 0) whole.seen = true
    if (templates.length > 0) watchTemplates(cover, rule, options, at, regexps)
  } else if (rule.recorded() > 0) whole.seen = true
  if (rule.isIdle(run.storage) && whole.seen) return
  for (const { point, items } of points) {
    if (items[0].seen && items[1].seen) continue
    const [first, second] = seenOutcomes(point, spec.expr, run.storage, at - offset, options)
    if (first) items[0].seen = true
    if (second) items[1].seen = true
  }
}

function watchTemplates(
  { spec, templates }: RuleCover,
  rule: RunningRule,
  { version }: EngineOptions,
  at: number,
  regexps: Regexps | undefined,
): void {
  for (const { tree, branches } of templates) {
    if ([...branches.values()].every(([taken, other]) => taken.seen && other.seen)) continue
    const onBranch = (range: Place['range'], taken: boolean): void => {
      const items = branches.get(range.start)
      if (items !== undefined) items[taken ? 0 : 1].seen = true
    }
    for (const alert of rule.alerts()) {
      const data = { labels: recordOf(alert.source), value: alert.value, now: at / 1000 }
      executeTemplate(tree, data, {
        name: `__alert_${spec.name}`,
        regexps,
        onBranch,
        ...(version !== undefined && { version }),
      })
    }
  }
}
