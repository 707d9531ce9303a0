/** Durations in rule files: Prometheus' errors in our words. */

import type { Field } from '../model.ts'
import { parseDuration } from '../promql/index.ts'
import { own } from '../text/own.ts'
import { refuse, type VerifyContext } from './context.ts'

const UNITS = ['y', 'w', 'd', 'h', 'm', 's', 'ms']
const NAMED = UNITS.map((unit) => `\`${unit}\``).join(', ')
const EXAMPLE = 'write it as `5m` or `1h30m`'

/** Reports an invalid duration; otherwise returns its length in milliseconds. */
export function verifyDuration(context: VerifyContext, field: Field | undefined): number | undefined {
  if (field === undefined) return undefined
  const { value } = field.value
  const { ms } = parseDuration(value)
  if (ms !== undefined) return ms
  const { message, hint } = wordDuration(value, field.key.value)
  refuse(context, 'rule-duration', field.value.range, message, { hint })
  return undefined
}

const WORDS: Readonly<Record<string, string>> = {
  sec: 's',
  secs: 's',
  second: 's',
  seconds: 's',
  min: 'm',
  mins: 'm',
  minute: 'm',
  minutes: 'm',
  hr: 'h',
  hrs: 'h',
  hour: 'h',
  hours: 'h',
  day: 'd',
  days: 'd',
  week: 'w',
  weeks: 'w',
  year: 'y',
  years: 'y',
}

/** The intended duration where spaces, capitals or whole words hide it; `missing`: a trailing number without a unit. */
function meantBy(text: string): { readonly text: string; readonly missing?: string } | undefined {
  const bare = text
    .trim()
    .toLowerCase()
    .replace(/[\s,]+|\band\b/g, '')
  const missing = /[a-z](\d+)$/.exec(bare)?.[1]
  const units = bare.match(/[a-z]+/g) ?? []
  const last = units.at(-1) ?? ''
  const next = missing === undefined ? '' : (UNITS[UNITS.indexOf(own(WORDS, last) ?? last) + 1] ?? '')
  const made = (bare + next).replace(/[a-z]+/g, (word) => own(WORDS, word) ?? word)
  if (parseDuration(made).ms === undefined || (missing !== undefined && next === '')) return undefined
  return missing === undefined ? { text: made } : { text: made, missing }
}

/** Words the error for a duration that Prometheus cannot parse. */
function wordDuration(text: string, field: string): { message: string; hint: string } {
  const written = `\`${field}: ${text}\``
  if (text === '') return { message: `\`${field}\` has an empty duration`, hint: EXAMPLE }
  if (/^\d+$/.test(text)) {
    return {
      message: `${written} has no unit`,
      hint: `write \`${text}m\` for minutes or \`${text}s\` for seconds`,
    }
  }
  const meant = meantBy(text)
  const parts = [...text.matchAll(/(?<!\d)(\d+)(\D+)/g)].map(([part, , unit]) => ({ part, unit: unit! }))
  const stranger = parts.find(({ unit }) => !UNITS.includes(unit))
  const whole = parts.map(({ part }) => part).join('') === text
  if (!whole || stranger !== undefined) {
    const found = stranger === undefined ? 'characters' : `\`${stranger.unit}\``
    return {
      message: meant?.missing
        ? `\`${meant.missing}\` has no unit in ${written}`
        : `Unexpected ${found} in ${written}, expected whole numbers with ${NAMED}`,
      hint: meant ? `write \`${meant.text}\`` : EXAMPLE,
    }
  }
  const places = parts.map(({ unit }) => UNITS.indexOf(unit))
  if (places.some((place, index) => index > 0 && place <= places[index - 1]!)) {
    return {
      message: `The units of ${written} are out of order: the largest comes first, each once`,
      hint: EXAMPLE,
    }
  }
  return { message: `${written} is too long: 292 years are the most`, hint: EXAMPLE }
}
