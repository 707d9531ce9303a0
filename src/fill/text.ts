/** A text with the values of parameters in their places, and the way back from each to where it is asked for. */
import { paramsIn } from '../text/params.ts'
import { locate, type StandIn, type Text } from '../text/source.ts'

/** What is to be put in for a parameter; undefined leaves it as it is written. */
export type Give = (name: string, standIn: StandIn['range']) => string | undefined

/** Fills a text. What a value has inside, also a notation for a parameter, is text like any other. */
export function fillText(text: Text, give: Give): Text {
  const asked = paramsIn(text.value)
  if (asked.length === 0) return text
  const runs: number[] = []
  const standIns: StandIn[] = []
  let value = ''
  let at = 0
  const keepTo = (end: number): void => {
    if (end > at) runs.push(...runsWithin(text, at, end, value.length))
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

/** The runs of a stretch of a value, for its place `at` in another. */
function runsWithin(text: Text, start: number, end: number, at: number): number[] {
  const { runs } = text
  const first = [at, locate(text, start, start + 1).start]
  for (let index = 0; index < runs.length; index += 2) {
    const from = runs[index]!
    if (from > start && from < end) first.push(at + from - start, runs[index + 1]!)
  }
  return first
}
