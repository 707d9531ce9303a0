/** Alertbook as a library: sources in; program, diagnostics and outputs out. Touches no disk. */

export type {
  Check,
  Finding,
  JudgedPage,
  JudgedRule,
  PageCheck,
  ProgramCheck,
  RuleCheck,
} from './checks/check.ts'
export { CHECKS } from './checks/index.ts'
export { type CompileOptions, compile } from './compile.ts'
export { defaultConfig, readConfig } from './config/index.ts'
export type * from './model.ts'
export { parse } from './parse/index.ts'
export {
  docsUrl,
  type FormatName,
  type ReportOptions,
  report,
  type Summary,
  summarise,
} from './report/index.ts'
