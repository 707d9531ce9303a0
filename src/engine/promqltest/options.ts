/** The options for scripts: the newest Prometheus with everything enabled (`NewTestEngine`). */
import { newestVersion, type ParseOptions, parseOptions } from '../../promql/options.ts'
import type { EngineOptions } from '../types.ts'

const testFeatures: readonly string[] = [
  'promql-experimental-functions',
  'promql-duration-expr',
  'promql-extended-range-selectors',
  'promql-binop-fill-modifiers',
  'promql-delayed-name-removal',
  'use-start-timestamps',
]

export const testParseOptions: ParseOptions = parseOptions(testFeatures, newestVersion)

export const testEngine: EngineOptions = { version: newestVersion, features: testFeatures }
