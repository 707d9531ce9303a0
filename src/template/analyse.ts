/**
 * Follows a template without running it: the type of each part, the labels it reads, and what would fail or mislead at
 * run time. Says nothing where nothing is certain.
 */
import { nearest } from '../text/nearest.ts'
import type { Range } from '../text/source.ts'
import { type Analyser, pipe, report, type Scope, type Variable, variable } from './analyse-values.ts'
import type { AnalyseOptions, Analysis } from './analysis.ts'
import { type Bytes, decode } from './go/bytes.ts'
import { typeNames } from './go/value.ts'
import { describeType, loopTypes, nil, noLoop, root, rootFields } from './known.ts'
import { prefixVariables } from './names.ts'
import { assignedNames, guardsOf } from './scan.ts'
import type { Node, Tree } from './tree.ts'

/** Calls of nested templates beyond this number are not followed. */
const maxCalls = 100

/** Deepest nesting of branches, across all templates called; guards the stack. */
const maxDepth = 1000

/**
 * Everything that can be known of a template without running it: problems, labels that it reads, queries.
 * `checkTemplate` and `templateLabels` return parts of this.
 */
export function analyse(tree: Tree, options: AnalyseOptions = {}): Analysis {
  const a: Analyser = {
    tree,
    options,
    problems: new Map(),
    labels: new Map(),
    queries: new Map(),
    followed: new Set(),
    reassigned: assignedNames([...tree.nodes, ...[...tree.defined.values()].flat()]),
    calls: 0,
    depth: 0,
  }
  const prefix = [...rootFields.values()]
  walk(a, tree.nodes, {
    dot: root,
    variables: [
      { name: '$', value: root },
      ...prefixVariables.map((name, i) => ({ name, value: prefix[i]! })),
    ],
    guarded: new Set(),
    printed: false,
    condition: false,
  })
  const inOrder = <T extends { readonly range: Range }>(items: Iterable<T>): T[] =>
    [...items].sort((a, b) => a.range.start - b.range.start)
  return {
    problems: inOrder(a.problems.values()),
    labels: inOrder(a.labels.values()),
    queries: inOrder(a.queries.values()),
  }
}

function walk(a: Analyser, nodes: readonly Node[], scope: Scope): void {
  if (a.depth >= maxDepth) return
  a.depth++
  for (const node of nodes) step(a, node, scope)
  a.depth--
}

const inside = (a: Analyser, nodes: readonly Node[], scope: Scope, change: Partial<Scope>): void =>
  walk(a, nodes, { ...scope, ...change, variables: [...scope.variables, ...(change.variables ?? [])] })

function step(a: Analyser, node: Node, scope: Scope): void {
  switch (node.kind) {
    case 'action': {
      const value = pipe(a, node.pipe, { ...scope, printed: node.pipe.variables.length === 0 })
      if (node.pipe.variables.length === 0 && value.type === typeNames.samples) {
        report(a, {
          code: 'template-value',
          range: node.pipe.range,
          message: 'This prints memory addresses, not the result of the query',
          hint: 'Loop over it with `range`, or take one sample with `first`',
        })
      }
      return
    }
    case 'if':
    case 'with': {
      const local: Scope = { ...scope, variables: [...scope.variables], condition: true }
      const value = pipe(a, node.pipe, local)
      const guarded = new Set([...scope.guarded, ...guardsOf(node.pipe)])
      const here = { ...local, condition: scope.condition }
      inside(
        a,
        node.body,
        { ...here, variables: local.variables },
        { guarded, ...(node.kind === 'with' && { dot: value }), variables: [] },
      )
      inside(a, node.otherwise, here, { variables: [] })
      return
    }
    case 'range':
      loop(a, node, scope)
      return
    case 'template':
      enter(a, node, scope)
      return
    default:
      return
  }
}

function loop(a: Analyser, node: Node & { kind: 'range' }, scope: Scope): void {
  const local: Scope = { ...scope, variables: [...scope.variables] }
  const value = pipe(a, { ...node.pipe, variables: [] }, local)
  const [key, item] = loopTypes(value)
  if (value.type !== undefined && noLoop.has(value.type)) {
    report(a, { range: node.pipe.range, message: `\`range\` cannot loop over ${describeType(value.type)}` })
  }
  const names = node.pipe.variables.map(({ name }) => name)
  const last = names.at(-1)
  const declared: Variable[] = last === undefined ? [] : [{ name: last, value: item }]
  if (names.length > 1) declared.unshift({ name: names[0]!, value: key })
  if (node.pipe.assigns) for (const { name, range } of node.pipe.variables) variable(a, name, range, scope)
  inside(a, node.body, local, { dot: item, variables: node.pipe.assigns ? [] : declared })
  inside(a, node.otherwise, local, { variables: [] })
}

function enter(a: Analyser, node: Node & { kind: 'template' }, scope: Scope): void {
  const dot = node.pipe === undefined ? nil : pipe(a, node.pipe, scope)
  const nodes = a.tree.defined.get(node.name)
  if (nodes === undefined) {
    if (!decode(node.name).startsWith('__alert')) reportTemplate(a, node.name, node.nameRange)
    return
  }
  const key = `${node.name}\0${dot.type}\0${dot.origin}`
  if (a.followed.has(key) || a.calls >= maxCalls) return
  a.followed.add(key)
  a.calls++
  walk(a, nodes, {
    dot,
    variables: [{ name: '$', value: dot }],
    guarded: new Set(),
    printed: false,
    condition: false,
  })
}

function reportTemplate(a: Analyser, name: Bytes, range: Range): void {
  const near = nearest(decode(name), [...a.tree.defined.keys()].map(decode))
  report(a, {
    range,
    message: `The template \`${decode(name)}\` is not defined`,
    ...(near === undefined ? {} : { hint: `Did you mean \`${near}\`?` }),
  })
}
