/** Scripts of Prometheus' own PromQL tests (`*.test`). */
import { runPromqlTests } from '../../engine/promqltest/index.ts'
import type { Config, Source, TestFileReport } from '../../model.ts'
import { plainFailure } from '../../prove/failure.ts'
import { lineStarts, type Range } from '../../text/source.ts'

export function runScript(
  { path, text }: Source,
  { prometheus }: Config,
  isWanted: (name: string) => boolean,
): TestFileReport {
  const starts = lineStarts(text)
  const rangeOf = (line: number, column = 1): Range => {
    const start = (starts[line - 1] ?? 0) + column - 1
    return { start, end: Math.max(start, (starts[line] ?? text.length + 1) - 1) }
  }
  const { version, features } = prometheus
  const { tests, error } = runPromqlTests(text, path, features.length > 0 ? { version, features } : undefined)
  const wanted = tests.filter(({ name }) => isWanted(name))
  const results = wanted.map(({ name, line, passed, message }) => {
    const range = rangeOf(line)
    return {
      file: path,
      name,
      range,
      notes: [],
      failures: passed ? [] : [plainFailure(range, message, message)],
    }
  })
  const problems = error && [
    { range: rangeOf(error.line, error.column), message: error.message, promtool: error.message },
  ]
  return { path, results, problems: problems ?? [], warnings: [], skipped: tests.length - wanted.length }
}
