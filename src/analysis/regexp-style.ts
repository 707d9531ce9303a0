/** Regular expressions that could be simpler, or match more than was meant. */
import type { Expr, Matcher } from '../promql/ast.ts'
import { perPart } from '../promql/per-part.ts'
import { selectors } from '../promql/walk.ts'

/** What is wrong with the regular expression of a matcher, and what to write. */
export interface RegexpProblem {
  readonly matcher: Matcher
  readonly kind:
    | 'anchor'
    | 'literal'
    | 'everything'
    | 'glob'
    | 'twice'
    | 'dot'
    | 'comma'
    | 'pattern'
    | 'blank'
    | 'class'
    | 'slashes'
    | 'variable'
    | 'not'
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
  if (variable.test(value)) return [{ matcher, kind: 'variable', op, value }]
  if (op === '=' && /^![\w.-]+$/.test(value))
    return [{ matcher, kind: 'not', op: '!=', value: value.slice(1) }]
  if (op !== '=~' && op !== '!~') {
    const isPattern = matcher.name !== '__name__' && pattern.test(value)
    return isPattern ? [{ matcher, kind: 'pattern', op: op === '=' ? '=~' : '!~', value }] : []
  }
  const plain: Matcher['op'] = op === '=~' ? '=' : '!='
  const inner = withoutAnchors(value)
  if (inner !== value && inner !== '') {
    const isLiteral = !meta.test(inner)
    return [{ matcher, kind: 'anchor', op: isLiteral ? plain : op, value: inner }]
  }
  // The negated one admits nothing: more than a matter of style.
  if (/^\(?\.\*\)?$/.test(value)) return op === '=~' ? [{ matcher, kind: 'everything', op, value }] : []
  if (/^[\w-]+(?:, ?[\w-]+)+$/.test(value))
    return [{ matcher, kind: 'comma', op, value: value.replaceAll(/, ?/g, '|') }]
  // In `!~""` a generator left the value empty.
  if (value !== '' && !meta.test(value)) return [{ matcher, kind: 'literal', op: plain, value }]
  if (/^\/[^/]*[.*+?|()[\]][^/]*\/$/.test(value) && !paths.test(matcher.name))
    return [{ matcher, kind: 'slashes', op, value: value.slice(1, -1) }]
  const branches = value.split('|')
  const isFlat = !/[\\()[\]]/.test(value)
  if (isFlat && branches.includes('.*') && op === '=~') return [{ matcher, kind: 'everything', op, value }]
  if (isFlat && new Set(branches).size < branches.length) {
    return [{ matcher, kind: 'twice', op, value: [...new Set(branches)].join('|') }]
  }
  if (isFlat && branches.some((branch) => branch !== branch.trim() && /^ *[\w-]+ *$/.test(branch)))
    return [{ matcher, kind: 'blank', op, value: branches.map((branch) => branch.trim()).join('|') }]
  if (numbers.test(value)) return [{ matcher, kind: 'class', op, value }]
  if (isFlat && branches.some(isGlob)) {
    const meant = branches.map((branch) => (isGlob(branch) ? branch.replace(/\*/g, '.*') : branch)).join('|')
    return [{ matcher, kind: 'glob', op, value: meant }]
  }
  const escaped = withEscapedDots(value)
  return escaped === value ? [] : [{ matcher, kind: 'dot', op, value: escaped }]
}

/** A variable of a dashboard, which nothing fills in: `$env`, `[[env]]`. */
const variable = /^(?:\$[a-z]\w*|\[\[\w+\]\])$/

/** Labels whose values may begin and end with a slash. */
const paths = /path|uri|url|route|handler|mount|dir|endpoint|location/i

/** A class that seems to be a range of numbers: `[500-599]`. */
const numbers = /\[\d+\d-\d\d+\]/

/** What only a regular expression would say: `.*`, alternatives between words, `5..` of a status. */
const pattern = /\.[*+]|^[1-5]\.\.$|^[1-5]xx\|[1-5]xx|^\(?[\w./-]+(?:\|[\w./-]+)+\)?$/

/**
 * A pattern without anchors at the ends of its branches; with groups, only its outer ends are examined, and those of one group
 * around everything. `^$` says that there is nothing.
 */
export function withoutAnchors(value: string): string {
  const grouped = /^\((\?:)?([^()]*)\)$/.exec(value)
  if (grouped) return `(${grouped[1] ?? ''}${withoutAnchors(grouped[2]!)})`
  const branches = value.includes('(') || value.includes('[') ? [value] : value.split('|')
  // With a group, `^a|b$` has two branches, each with one anchor.
  return branches
    .map((branch) => (branch === '^$' ? branch : branch.replace(/^\^/, '').replace(/(?<!\\)\$$/, '')))
    .join('|')
}

/** `web*`, as in a shell: no other sign of a regular expression, and the star after a letter, a digit or a dash. */
const isGlob = (branch: string): boolean =>
  /^[1-5]\*$/.test(branch) || (/^[\w/:@-]*[\w/-]\*[\w/:@-]*$/.test(branch) && branch.length > 2)

/** Dots between word characters, as in host names and versions, or after a class or a group of them. */
const looseDots = /(?<=\w|[\])]\+?|^\.[*+])\.(?=\w)/g

/**
 * Whether a branch has no sign of a regular expression but such dots, a class of digits or letters, a group of words, or anything
 * at an end: then the dots are probably literal.
 */
const isName = (branch: string): boolean =>
  !meta.test(
    branch
      .replace(/(?<=[:/])\.[*+]$|^\.[*+](?=\.)/g, '')
      .replace(/\[(?:\d-\d|a-z|a-z0-9|0-9a-z)\]\+?|\((?:\?:)?[\w|-]+\)/g, '0')
      .replace(/(?<=\w)\.(?=\w)/g, '')
      .replace(/^\.(?=\w)/, ''),
  )

/** A pattern with its loose dots escaped, where they are probably literal. */
function withEscapedDots(value: string): string {
  const [, flag = '', inner] = /^\((\?:)?([^()]*)\)$/.exec(value) ?? []
  if (inner !== undefined) return `(${flag}${withEscapedDots(inner)})`
  return branchesOf(value)
    .map((branch) => (isName(branch) ? branch.replace(looseDots, '[.]') : branch))
    .join('|')
}

/** The alternatives outside of groups. */
function branchesOf(value: string): string[] {
  const found = ['']
  let depth = 0
  for (const char of value) {
    if (char === '(') depth++
    if (char === ')') depth--
    if (char === '|' && depth <= 0) found.push('')
    else found[found.length - 1] += char
  }
  return found
}
