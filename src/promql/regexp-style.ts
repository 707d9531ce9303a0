/** Regular expressions that could be simpler, or match more than was meant. */
import type { Expr, Matcher } from './ast.ts'
import { perPart } from './per-part.ts'
import { selectors } from './walk.ts'

export interface RegexpProblem {
  readonly matcher: Matcher
  readonly kind: 'anchor' | 'literal' | 'everything' | 'glob' | 'twice' | 'dot'
  /** Suggested operator and value of the matcher. */
  readonly op: Matcher['op']
  readonly value: string
}

const meta = /[\\.+*?()[\]{}^$|]/

/**
 * Findings about an expression's regular expressions. An unescaped dot that was probably meant literally comes last.
 */
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
  // The negated one admits nothing: more than a matter of style.
  if (/^\(?\.\*\)?$/.test(value)) return op === '=~' ? [{ matcher, kind: 'everything', op, value }] : []
  if (value !== '' && !meta.test(value)) return [{ matcher, kind: 'literal', op: plain, value }]
  const branches = value.split('|')
  const isFlat = !/[\\()[\]]/.test(value)
  if (isFlat && new Set(branches).size < branches.length) {
    return [{ matcher, kind: 'twice', op, value: [...new Set(branches)].join('|') }]
  }
  if (isFlat && branches.some(isGlob)) {
    const meant = branches.map((branch) => (isGlob(branch) ? branch.replace(/\*/g, '.*') : branch)).join('|')
    return [{ matcher, kind: 'glob', op, value: meant }]
  }
  const escaped = value
    .split('|')
    .map((branch) => (isName(branch) ? branch.replace(looseDots, '[.]') : branch))
    .join('|')
  return escaped === value ? [] : [{ matcher, kind: 'dot', op, value: escaped }]
}

/** A pattern without anchors at the ends of its branches; with groups, only its outer ends are examined. `^$` says that there is nothing. */
function withoutAnchors(value: string): string {
  const branches = value.includes('(') || value.includes('[') ? [value] : value.split('|')
  return branches
    .map((branch) => (branch === '^$' ? branch : branch.replace(/^\^/, '').replace(/(?<!\\)\$$/, '')))
    .join('|')
}

/** `web*`, as in a shell: no other sign of a regular expression, and the star after a letter, a digit or a dash. */
const isGlob = (branch: string): boolean => /^[\w/:@-]*[\w-]\*[\w/:@-]*$/.test(branch) && branch.length > 2

/** Dots between word characters, as in host names and versions. */
const looseDots = /(?<=\w)\.(?=\w)/g

/** Whether a branch has no sign of a regular expression but such dots: then they are probably literal. */
const isName = (branch: string): boolean =>
  !meta.test(branch.replace(/^\(|\)$|(?<=[:/])\.[*+]$/g, '').replace(looseDots, ''))
