/**
 * Bounds the findings of a report: a damaged file may have one for each of its lines, which no reader and no program
 * takes (GitHub refuses a SARIF file with more than 25,000). The summary counts all of them.
 */
import type { Diagnostic } from '../model.ts'
import { count } from '../text/count.ts'
import { bySeverity } from './format.ts'

/** Most findings of one code in one file. A rule file of 13,000 lines has fewer rules. */
export const MOST_ALIKE = 1000

/**
 * Sorted findings, of each code in a file the first thousand; where there are more, one finding says at the next of them
 * how many are left out. Its severity is the worst of theirs.
 */
export function bounded(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  if (diagnostics.length <= MOST_ALIKE) return diagnostics
  const shown: Diagnostic[] = []
  const full: Alike[] = []
  let file: string | undefined
  let byCode = new Map<string, Alike>()
  for (const one of diagnostics) {
    if (one.file !== file) {
      file = one.file
      byCode = new Map()
    }
    const alike = byCode.get(one.code) ?? { number: 0, at: -1, worst: one }
    if (alike.number === 0) byCode.set(one.code, alike)
    if (++alike.number <= MOST_ALIKE) {
      shown.push(one)
    } else if (alike.number === MOST_ALIKE + 1) {
      alike.at = shown.push(one) - 1
      alike.worst = one
      full.push(alike)
    } else if (bySeverity(one, alike.worst) < 0) {
      alike.worst = one
    }
  }
  for (const { at, number, worst } of full) shown[at] = moreOf(shown[at]!, number - MOST_ALIKE, worst)
  return shown
}

/** The findings of one code in one file. */
interface Alike {
  number: number
  /** Where the first that is left out would be listed. */
  at: number
  /** One of the worst of those that are left out. */
  worst: Diagnostic
}

function moreOf(first: Diagnostic, number: number, { severity }: Diagnostic): Diagnostic {
  const { file, range, code } = first
  return {
    file,
    range,
    code,
    severity,
    message: `This file has ${count(number, 'more finding')} like the ${MOST_ALIKE} before, which are not listed`,
    hint: 'correct those that are listed, and check again',
  }
}
