/** The groups as a `PrometheusRule` manifest for the Prometheus operator. */
import type { Config, OutputFile, Program } from '../model.ts'
import { groupHeader, ruleYaml } from './prometheus.ts'
import { filled, GENERATED } from './rules.ts'

export function emitPrometheusRule(program: Program, config: Config): OutputFile[] {
  const groups = filled(program)
  if (!config.output.prometheusrule || groups.length === 0) return []
  const items = groups.map((group) => {
    const rules = group.rules.map((rule) => `        - ${ruleYaml(rule, 10).slice(10)}\n`)
    return `    - ${groupHeader(group, 6).slice(6)}\n      rules:\n${rules.join('')}`
  })
  const head =
    'apiVersion: monitoring.coreos.com/v1\nkind: PrometheusRule\nmetadata:\n  name: alertbook\nspec:\n  groups:\n'
  return [{ path: 'prometheusrule.yml', text: `# ${GENERATED}\n${head}${items.join('')}` }]
}
