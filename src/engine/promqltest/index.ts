/**
 * Test scripts for PromQL in the language of Prometheus' own tests (`promql/promqltest`): `load`, `clear`, `eval`.
 */
import { createStorage } from '../storage.ts'
import type { EngineOptions } from '../types.ts'
import { loadInto } from './load.ts'
import { testEngine } from './options.ts'
import { parseScript } from './parse.ts'
import { runEval } from './run-eval.ts'
import type { EvalResult, ScriptResult } from './types.ts'

export type { EvalResult, ScriptError, ScriptResult } from './types.ts'

/**
 * Runs a script; one result for each `eval`. Never throws: a syntax error is the result's `error`, with its place, and
 * nothing is run. By default the engine is that of Prometheus' own tests: newest version, all features.
 */
export function runPromqlTests(
  text: string,
  file: string,
  options: EngineOptions = testEngine,
): ScriptResult {
  const { commands, error } = parseScript(text)
  if (error !== undefined) return { tests: [], error }
  const tests: EvalResult[] = []
  let storage = createStorage()
  for (const command of commands) {
    if (command.kind === 'clear') storage = createStorage()
    else if (command.kind === 'load') {
      const message = loadInto(storage, command)
      if (message !== undefined) return { tests, error: { line: command.line, column: 1, message } }
    } else {
      const failure = runEval(command, storage, options)
      const { line, expr } = command
      tests.push({ file, name: expr, line, passed: failure === undefined, message: failure ?? '' })
    }
  }
  return { tests, error: undefined }
}
