/** The groups as a `PrometheusRule` manifest for the Prometheus operator. */
import type { Config, Group, OutputFile, Program, PrometheusRuleMeta } from '../model.ts'
import { hash } from '../text/hash.ts'
import { rulesKey } from './keys.ts'
import { groupHeader, indented, type RuleYaml, yaml } from './prometheus.ts'
import { filled, GENERATED } from './rules.ts'

export function emitPrometheusRule(
  program: Program,
  config: Config,
  version: string,
  yamlOf: RuleYaml,
): OutputFile[] {
  const groups = filled(program)
  const meta = config.output.prometheusrule
  if (!meta || groups.length === 0) return []
  const head = `apiVersion: monitoring.coreos.com/v1\nkind: PrometheusRule\nmetadata:\n${metaText(meta, 2)}\nspec:\n  groups:\n`
  const key = (): string => `${rulesKey(program, version)} ${hash(head)}`
  return [{ path: 'prometheusrule.yml', make: () => manifest(groups, head, yamlOf), key }]
}

/** The metadata as YAML: in the manifest, and under `output.prometheusrule`. */
export function metaText(
  { name, namespace, labels, annotations }: PrometheusRuleMeta,
  indent: number,
): string {
  const written = {
    name,
    ...(namespace !== '' && { namespace }),
    ...(Object.keys(labels).length > 0 && { labels }),
    ...(Object.keys(annotations).length > 0 && { annotations }),
  }
  return yaml(written, indent)
}

function manifest(groups: readonly Group[], head: string, yamlOf: RuleYaml): string {
  const items = groups.map((group) => {
    const rules = group.rules.map((rule) => `        - ${indented(yamlOf(rule), 10).slice(10)}\n`)
    return `    - ${groupHeader(group, 6).slice(6)}\n      rules:\n${rules.join('')}`
  })
  return `# ${GENERATED}\n${head}${items.join('')}`
}
