/** Durations of rule files: what Prometheus refuses, in our words. */
import type { Field } from '../model.ts'
import { parseDuration } from '../promql/index.ts'
import { refuse, type VerifyContext } from './context.ts'

const UNITS = ['y', 'w', 'd', 'h', 'm', 's', 'ms']
const EXAMPLE = 'write it as `5m` or `1h30m`'

/** Reports a field whose value is no duration; returns its length in milliseconds otherwise. */
export function verifyDuration(context: VerifyContext, field: Field | undefined): number | undefined {
  if (field === undefined) return undefined
  const { value } = field.value
  const { ms } = parseDuration(value)
  if (ms !== undefined) return ms
  const { message, hint } = wordDuration(value)
  refuse(context, 'rule-duration', field.value.range, `${message} in \`${field.key.value}\``, { hint })
  return undefined
}

/** What is wrong with a duration that Prometheus does not read. */
function wordDuration(text: string): { message: string; hint: string } {
  if (text === '') return { message: 'Unexpected empty duration', hint: EXAMPLE }
  if (/^\d+$/.test(text)) {
    const hint = `write \`${text}s\` if seconds are meant`
    return { message: `Unexpected duration \`${text}\` without a unit`, hint }
  }
  const parts = [...text.matchAll(/(\d+)(\D+)/g)].map(([part, , unit]) => ({ part, unit: unit! }))
  const stranger = parts.find(({ unit }) => !UNITS.includes(unit))
  const whole = parts.map(({ part }) => part).join('') === text
  if (!whole || stranger !== undefined) {
    const found = stranger === undefined ? text : stranger.unit
    const message = `Unexpected \`${found}\` in duration \`${text}\`, expected whole numbers with units from \`y\` to \`ms\``
    return { message, hint: EXAMPLE }
  }
  const places = parts.map(({ unit }) => UNITS.indexOf(unit))
  if (places.some((place, index) => index > 0 && place <= places[index - 1]!)) {
    const message = `Unexpected order of units in duration \`${text}\`, expected the largest first and each once`
    return { message, hint: EXAMPLE }
  }
  return { message: `Unexpected duration \`${text}\`, expected less than 292 years`, hint: EXAMPLE }
}
