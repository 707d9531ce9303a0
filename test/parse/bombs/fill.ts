/**
 * Reads the cases of a JSON file one by one and prints how the time grows: that of a text by that of a quarter of it, of
 * two tries the smaller. What is read in one pass takes about four times as long, what tries again from each place
 * sixteen times.
 */
import { readFileSync } from 'node:fs'
import { type Kind, PLACES } from './fillings.ts'
import { READERS } from './readers.ts'

interface Case {
  readonly kind: Kind
  readonly place: string
  readonly filling: string
}

/** Milliseconds of CPU time below which nothing is told apart. */
const LEAST = 100

function cost({ kind, place, filling }: Case, size: number): number {
  const [before, after] = PLACES[kind][place]!
  const text = before + filling.repeat(Math.ceil(size / filling.length)) + after
  const start = process.cpuUsage()
  READERS[kind](text)
  const { user, system } = process.cpuUsage(start)
  return (user + system) / 1000
}

const [path, size] = process.argv.slice(2)
const whole = Number(size)
for (const one of JSON.parse(readFileSync(path!, 'utf8')) as Case[]) {
  let failure: string | undefined
  let ms = 0
  let growth = 0
  try {
    ms = cost(one, whole)
    growth = ms < LEAST ? 1 : ms / cost(one, whole / 4)
    if (growth > 9) {
      ms = Math.min(ms, cost(one, whole))
      growth = Math.min(growth, ms / cost(one, whole / 4))
    }
  } catch (error) {
    failure = String(error)
  }
  console.log(JSON.stringify({ ...one, ms: Math.round(ms), growth: Math.round(growth * 10) / 10, failure }))
}
