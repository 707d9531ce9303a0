/** Regular expressions of matchers that say the same in a simpler way, or more than was meant. */
import type { Expr, Matcher } from './ast.ts'
import { perPart } from './per-part.ts'
import { selectors } from './walk.ts'

export interface RegexpProblem {
  readonly matcher: Matcher
  readonly kind: 'anchor' | 'literal' | 'everything' | 'dot'
  /** The matcher as it should be written: operator and value. */
  readonly op: Matcher['op']
  readonly value: string
}

const meta = /[\\.+*?()[\]{}^$|]/

/** Findings about the regular expressions of an expression. An unescaped dot that was probably meant literally comes last. */
export const regexpProblems: (expr: Expr) => readonly RegexpProblem[] = perPart((expr) =>
  selectors(expr).flatMap(({ matchers }) => matchers.flatMap(judge)),
)

function judge(matcher: Matcher): RegexpProblem[] {
  const { op, value } = matcher
  if (op !== '=~' && op !== '!~') return []
  const plain: Matcher['op'] = op === '=~' ? '=' : '!='
  const inner = withoutAnchors(value)
  if (inner !== value && inner !== '') {
    const isLiteral = !meta.test(inner)
    return [{ matcher, kind: 'anchor', op: isLiteral ? plain : op, value: inner }]
  }
  // The negated one lets nothing pass: that is more than a matter of style.
  if (/^\(?\.\*\)?$/.test(value)) return op === '=~' ? [{ matcher, kind: 'everything', op, value }] : []
  if (value !== '' && !meta.test(value)) return [{ matcher, kind: 'literal', op: plain, value }]
  const escaped = value
    .split('|')
    .map((branch) => (isName(branch) ? branch.replace(looseDots, '[.]') : branch))
    .join('|')
  return escaped === value ? [] : [{ matcher, kind: 'dot', op, value: escaped }]
}

/** A pattern without anchors at the ends of its branches; of one with groups the outer ends are looked at. */
function withoutAnchors(value: string): string {
  const branches = value.includes('(') || value.includes('[') ? [value] : value.split('|')
  return branches.map((branch) => branch.replace(/^\^/, '').replace(/(?<!\\)\$$/, '')).join('|')
}

/** Dots between two word characters, as in host names and versions. */
const looseDots = /(?<=\w)\.(?=\w)/g

/** Whether a branch has no other sign of a regular expression than such dots: then they are probably meant as dots. */
const isName = (branch: string): boolean =>
  !meta.test(branch.replace(/^\(|\)$|(?<=[:/])\.[*+]$/g, '').replace(looseDots, ''))
