/** The groups as a `PrometheusRule` manifest for the Prometheus operator. */
import type { Config, Group, OutputFile, Program } from '../model.ts'
import { rulesKey } from './keys.ts'
import { groupHeader, indented, type RuleYaml } from './prometheus.ts'
import { filled, GENERATED } from './rules.ts'

export function emitPrometheusRule(
  program: Program,
  config: Config,
  version: string,
  yamlOf: RuleYaml,
): OutputFile[] {
  const groups = filled(program)
  if (!config.output.prometheusrule || groups.length === 0) return []
  const key = (): string => rulesKey(program, version)
  return [{ path: 'prometheusrule.yml', make: () => manifest(groups, yamlOf), key }]
}

function manifest(groups: readonly Group[], yamlOf: RuleYaml): string {
  const items = groups.map((group) => {
    const rules = group.rules.map((rule) => `        - ${indented(yamlOf(rule), 10).slice(10)}\n`)
    return `    - ${groupHeader(group, 6).slice(6)}\n      rules:\n${rules.join('')}`
  })
  const head =
    'apiVersion: monitoring.coreos.com/v1\nkind: PrometheusRule\nmetadata:\n  name: alertbook\nspec:\n  groups:\n'
  return `# ${GENERATED}\n${head}${items.join('')}`
}
