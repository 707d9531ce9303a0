/** `check --since REF`: findings that a change touches. */
import { changesSince, type LineSpan } from '../disk/changes.ts'
import type { Diagnostic, Place, Program, Texts } from '../model.ts'
import { locator } from '../report/place.ts'
import { groupBy } from '../text/group-by.ts'
import { UserError } from './command.ts'

/**
 * Whether a change touches a finding: one of its places is in a changed line, or in a rule with one. Errors always
 * count, because other pages may miss what a change removed. Throws a `UserError` without git or without such a commit.
 */
export function touchedSince(
  root: string,
  ref: string,
  { rules }: Program,
  texts: Texts,
): (diagnostic: Diagnostic) => boolean {
  const changes = changesSince(root, ref)
  if (changes === 'no-repository')
    throw new UserError('`--since` needs a git repository', 'run it in one, or leave the option out')
  if (changes === 'no-commit')
    throw new UserError(
      `no commit \`${ref}\` in this repository`,
      'fetch it first: in GitHub Actions, check out with `fetch-depth: 0`',
    )
  const places = locator(texts)
  const spanOf = (place: Place): LineSpan => {
    const { line, endLine, endColumn } = places.region(place)
    // A range that ends with a line break ends on the line before.
    return { first: line, last: endLine > line && endColumn === 1 ? endLine - 1 : endLine }
  }
  const rulesOf = groupBy(rules, ({ file }) => file)
  const touched = new Map<string, 'all' | readonly LineSpan[]>()
  for (const [file, spans] of changes) {
    if (spans === 'all') touched.set(file, 'all')
    else {
      const whole = (rulesOf.get(file) ?? [])
        .map(({ rule }) => spanOf({ file, range: rule.range }))
        .filter((rule) => spans.some((span) => meet(span, rule)))
      touched.set(file, [...spans, ...whole])
    }
  }
  const isTouched = (place: Place): boolean => {
    const spans = touched.get(place.file)
    if (spans === undefined || spans === 'all') return spans === 'all'
    const own = spanOf(place)
    return spans.some((span) => meet(span, own))
  }
  return (diagnostic) =>
    diagnostic.severity === 'error' || [diagnostic, ...(diagnostic.related ?? [])].some(isTouched)
}

const meet = (a: LineSpan, b: LineSpan): boolean => a.first <= b.last && b.first <= a.last
