/** Parses lines of start times: `metric{labels}@st -1m 0sx3 -1s-1mx2 _x2`, each relative to the time of its sample. */
import { parseDuration } from '../../promql/duration.ts'

/** Milliseconds relative to the sample; undefined for none. */
export type StartOffsets = readonly (number | undefined)[]

/** Splits a line whose metric ends in `@st`: the metric, and the rest. */
export function splitStartLine(text: string): { metric: string; rest: string } | undefined {
  const at = text.search(/[ \t]/)
  if (at < 0) return undefined
  const metric = text.slice(0, at)
  return metric.endsWith('@st') ? { metric: metric.slice(0, -3), rest: text.slice(at + 1).trim() } : undefined
}

/** Most values in a line. */
const most = 1_000_000

function repeats(text: string): number {
  if (!/^\d+$/.test(text) || Number(text) > most) throw new Error('invalid repeat count')
  return Number(text)
}

/** The offsets in a line; throws a message for an error. */
export function startOffsets(text: string): StartOffsets {
  return text
    .split(/\s+/)
    .filter((item) => item !== '')
    .flatMap((item) => {
      try {
        return startItem(item)
      } catch (error) {
        throw new Error(`invalid ST item ${JSON.stringify(item)}: ${(error as Error).message}`)
      }
    })
}

const duration = /^([+-]?)(\d+(?:(?!x)[a-zA-Z])*)/

function takeDuration(text: string): { ms: number; rest: string } {
  const found = duration.exec(text)
  if (found === null) throw new Error(`expected digits in duration ${JSON.stringify(text)}`)
  const parsed = parseDuration(found[2] as string)
  if (parsed.error !== undefined) throw new Error(parsed.error)
  return { ms: found[1] === '-' ? -parsed.ms : parsed.ms, rest: text.slice(found[0].length) }
}

function startItem(item: string): (number | undefined)[] {
  if (item === '_') return [undefined]
  if (item.startsWith('_x')) {
    const count = repeats(item.slice(2))
    if (count === 0) throw new Error('invalid repeat count')
    return new Array<undefined>(count).fill(undefined)
  }
  const { ms, rest } = takeDuration(item)
  if (rest === '') return [ms]
  if (rest.startsWith('x')) return new Array<number>(repeats(rest.slice(1)) + 1).fill(ms)
  if (!/^[+-]/.test(rest)) throw new Error(`unexpected character '${rest[0]}' after duration`)
  const by = takeDuration(rest.slice(1))
  if (!by.rest.startsWith('x')) throw new Error("expected 'x<count>' after step duration")
  const delta = rest.startsWith('-') ? -by.ms : by.ms
  return Array.from({ length: repeats(by.rest.slice(1)) + 1 }, (_, i) => ms + i * delta)
}
