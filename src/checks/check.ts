/** What a check is: one opinion over the whole program. */
import type { Config, Diagnostic, Program, Severity } from '../model.ts'

/** What a check found; the runner adds code and severity. */
export type Finding = Omit<Diagnostic, 'code' | 'severity'>

export interface Check {
  /** Kebab name, subject first; also the name of the check's file and of its page in `docs/checks/`. */
  readonly code: string
  /** Its usual severity; the configuration may set another. */
  readonly severity: Severity
  /** One sentence: what holds where the check is silent. */
  readonly summary: string
  run(program: Program, config: Config): Iterable<Finding>
}
