/** Source → runbook or rule file, by its file ending. Reads no other file. */
import type { Parsed } from '../model.ts'
import { usesRegexps } from '../template/index.ts'
import type { Source } from '../text/source.ts'
import { isRunbook } from './kind.ts'
import { parseRuleFile } from './rules/rule-file.ts'
import { parseRunbook } from './runbook.ts'

/**
 * Parses one source: a runbook if its name ends like Markdown, otherwise a rule file. Never throws; what is wrong is
 * in the result's `diagnostics`.
 */
export function parse(source: Source): Parsed {
  const parsed = isRunbook(source.path) ? parseRunbook(source) : parseRuleFile(source)
  return usesRegexps(source.text) ? { ...parsed, mayUseRegexps: true } : parsed
}
