/** Which findings a check should report, and which of them fail it. */
import { CHECKS } from '../checks/index.ts'
import { ERRORS, NOTES } from '../codes.ts'
import type { Diagnostic, Severity } from '../model.ts'
import { SEVERITIES, type Summary } from '../report/index.ts'
import { type Args, flag, type Options, option, UserError, unknownWord } from './command.ts'

/** Options for failing, shared by every command that reports. */
export const FAIL_OPTIONS: Options = {
  'fail-on': option('The lowest severity that fails: error (default), warning or info', {
    words: SEVERITIES,
  }),
  'max-warnings': option('Fail when there are more warnings than this'),
  strict: flag('Fail on warnings too, as `--fail-on warning` does'),
  quiet: flag('Print only what fails', 'q'),
}

/** All existing codes. */
export const CODES: readonly string[] = [...ERRORS, ...NOTES, ...CHECKS.map(({ code }) => code)].sort()

const OF_CODES = { multiple: true, words: CODES } as const

export const SELECTION_OPTIONS: Options = {
  only: option('Report only this code; separate several with commas, or repeat the option', OF_CODES),
  skip: option('Leave out this code; separate several with commas, or repeat the option', OF_CODES),
  ...FAIL_OPTIONS,
  statistics: flag('Count the findings by code instead of printing each'),
}

export interface FindingSelection {
  /** Whether a finding should be reported. */
  isWanted(diagnostic: Diagnostic): boolean
  /** Whether a finding's severity alone fails the check. */
  isFatal(diagnostic: Diagnostic): boolean
  fails(summary: Summary): boolean
}

/** Reads the options; throws a `UserError` for an unknown code or severity. */
export function readSelection({ values }: Args): FindingSelection {
  const only = codesIn(values.only)
  const skipped = codesIn(values.skip)
  const fixed = skipped.find((code) => (ERRORS as readonly string[]).includes(code))
  if (fixed !== undefined)
    throw new UserError(
      `\`${fixed}\` cannot be skipped: with it, nothing is built`,
      'correct what it reports; `--only` shows only findings of other codes',
    )
  const level = Math.max(levelOf(values['fail-on']), values.strict === true ? 1 : 0)
  const most = numberIn(values['max-warnings'])
  return {
    isWanted: ({ code }) => (only.length === 0 || only.includes(code)) && !skipped.includes(code),
    isFatal: ({ severity }) => SEVERITIES.indexOf(severity) <= level,
    fails: ({ errors, warnings, infos }) =>
      errors > 0 || (level > 0 && warnings > 0) || (level > 1 && infos > 0) || warnings > most,
  }
}

function levelOf(given: unknown): number {
  const level = SEVERITIES.indexOf(String(given ?? 'error') as Severity)
  if (level < 0)
    throw new UserError(`unexpected \`--fail-on ${given}\``, `use one of ${SEVERITIES.join(', ')}`)
  return level
}

function numberIn(given: unknown): number {
  if (given === undefined) return Number.POSITIVE_INFINITY
  if (!/^\d+$/.test(String(given)))
    throw new UserError(`unexpected \`--max-warnings ${given}\``, 'give a number, such as 20')
  return Number(given)
}

/** Codes as given: in several options, or separated by commas. */
function codesIn(given: unknown): string[] {
  const codes = (Array.isArray(given) ? given : [])
    .flatMap((text) => String(text).split(','))
    .map((code) => code.trim())
    .filter((code) => code !== '')
  const unknown = codes.find((code) => !CODES.includes(code))
  if (unknown !== undefined) throw noCode(unknown, CODES)
  return codes
}

export const noCode = (code: string, codes: readonly string[]): UserError =>
  unknownWord(`no code \`${code}\``, code, codes, '`alertbook explain` lists them')
