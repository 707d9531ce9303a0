/** Promtool's unit-test files given to an import, with their rules as they are before the import. */
import type { Config, Source } from '../../../model.ts'
import type { PromtoolFile } from '../../../prove/promtool/file.ts'
import { orderedGroups } from '../../../prove/promtool/suite.ts'
import type { GroupSpec } from '../../../prove/rules.ts'
import type { Regexps } from '../../../template/index.ts'
import { parseYaml, type YamlDocument } from '../../../yaml/index.ts'
import { openRules } from '../../prove/load-rules.ts'
import { readFile } from '../../prove/promtool-file.ts'

export interface TestInput {
  readonly source: Source
  readonly document: YamlDocument
  readonly file: PromtoolFile
  /** In order of evaluation. */
  readonly groups: readonly GroupSpec[]
  /** Why none of it can be run: promtool refuses the file, or a rule file in it. */
  readonly fault: string | undefined
}

/** Reads unit-test files with their rule files, each once. */
export function readTestInputs(
  root: string,
  sources: readonly Source[],
  config: Config,
  regexps: Regexps,
): TestInput[] {
  const shelf = openRules(root, config, () => regexps)
  return sources.map((source) => {
    const { file, problems, rules } = readFile(root, source, config.prometheus.version)
    const loaded = rules.map((path) => shelf.get(path))
    const broken = loaded.find(({ errors }) => errors.length > 0)
    return {
      source,
      document: parseYaml(source.text),
      file,
      groups: orderedGroups(loaded, file.groupEvalOrder),
      fault: problems[0]?.message ?? (broken && `Prometheus does not load \`${broken.path}\``),
    }
  })
}
