/** Shared by the parts of a running test. */
import type { EngineOptions } from '../../engine/index.ts'
import type { Failure } from '../../model.ts'
import type { Run } from '../run.ts'
import type { PromtoolFile, PromtoolTest } from './file.ts'

export interface TestContext {
  readonly file: PromtoolFile
  readonly test: PromtoolTest
  readonly run: Run
  readonly options: EngineOptions
  readonly version: string
  /** Failures so far. */
  readonly failures: Failure[]
}
