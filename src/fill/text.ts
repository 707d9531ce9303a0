/** Fills parameter values into a text, and maps each back to where it is asked for. */
import { append } from '../text/append.ts'
import { paramsIn } from '../text/params.ts'
import { locate, type StandIn, type Text } from '../text/source.ts'

/** The value for a parameter; undefined leaves the notation unchanged. */
export type ValueOf = (name: string, standIn: StandIn['range']) => string | undefined

/** Fills a text. A filled-in value is plain text: a parameter's notation inside it is not filled again. */
export function fillText(text: Text, give: ValueOf): Text {
  const asked = paramsIn(text.value)
  if (asked.length === 0) return text
  const runs: number[] = []
  const standIns: StandIn[] = []
  let value = ''
  let at = 0
  const keepTo = (end: number): void => {
    if (end > at) append(runs, runsWithin(text, at, end, value.length))
    value += text.value.slice(at, end)
    at = end
  }
  for (const { name, start, end } of asked) {
    const range = locate(text, start, end)
    const filled = give(name, range)
    if (filled === undefined) continue
    keepTo(start)
    standIns.push({ start: value.length, end: value.length + filled.length, range, name })
    runs.push(value.length, range.start)
    value += filled
    at = end
  }
  if (standIns.length === 0) return text
  keepTo(text.value.length)
  return { value, range: text.range, runs, standIns }
}

/** The runs of a part of a value, moved to position `at` in another. */
function runsWithin(text: Text, start: number, end: number, at: number): number[] {
  const { runs } = text
  const first = [at, locate(text, start, start + 1).start]
  for (let index = 0; index < runs.length; index += 2) {
    const from = runs[index]!
    if (from > start && from < end) first.push(at + from - start, runs[index + 1]!)
  }
  return first
}
