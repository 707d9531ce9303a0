/** The configuration that an import writes if there is none. */
import { DEFAULT_META, isMeta } from '../../config/manifest.ts'
import { metaText } from '../../emit/prometheus-rule.ts'
import type { Config, PrometheusRuleMeta, RuleFile } from '../../model.ts'

/** Metadata on which all manifests among the rule files agree; undefined without manifests. */
export function commonMeta(
  files: readonly RuleFile[],
): { meta: PrometheusRuleMeta; lost: string[] } | undefined {
  const objects = files.flatMap(({ objects }) => objects ?? [])
  const [first] = objects
  if (!first) return undefined
  const lost: string[] = []
  const agreed = (key: 'name' | 'namespace'): string | undefined => {
    const values = new Set(objects.map((object) => object[key]))
    if (values.size > 1) lost.push(`\`metadata.${key}\``)
    return values.size === 1 ? first[key] : undefined
  }
  const pairs = (key: 'labels' | 'annotations'): Record<string, string> => {
    const isAgreed = (name: string, value: string): boolean =>
      objects.every((object) => object[key].some(([other, its]) => other === name && its === value))
    const all = new Set(objects.flatMap((object) => object[key].map(([name]) => name)))
    const kept = first[key].filter(([name, value]) => isAgreed(name, value) && !isLastApplied(name))
    for (const name of all)
      if (!isLastApplied(name) && !kept.some(([other]) => other === name))
        lost.push(`\`metadata.${key}.${name}\``)
    return Object.fromEntries(kept)
  }
  const meta: PrometheusRuleMeta = {
    name: agreed('name') ?? DEFAULT_META.name,
    namespace: agreed('namespace') ?? '',
    labels: pairs('labels'),
    annotations: pairs('annotations'),
  }
  // Kubernetes accepts no template of Helm or Jsonnet in its place.
  return isMeta(meta) ? { meta, lost } : { meta: DEFAULT_META, lost: ['`metadata`'] }
}

/** Annotations that `kubectl apply` writes. */
const isLastApplied = (name: string): boolean => name === 'kubectl.kubernetes.io/last-applied-configuration'

/** Whether the configured manifest includes all metadata of the imported ones. */
export function saysAll(configured: PrometheusRuleMeta | false, wanted: PrometheusRuleMeta): boolean {
  if (!configured) return false
  const has = (own: Readonly<Record<string, string>>, other: Readonly<Record<string, string>>): boolean =>
    Object.entries(other).every(([key, value]) => own[key] === value)
  return (
    (wanted.namespace === '' || configured.namespace === wanted.namespace) &&
    has(configured.labels, wanted.labels) &&
    has(configured.annotations, wanted.annotations)
  )
}

export function configText(
  { site, rules }: Config,
  folder: string,
  annotations: readonly string[],
  meta: PrometheusRuleMeta | undefined,
): string {
  const url =
    site.url === ''
      ? '  # Where the site is published: runbook links in alerts begin with it.\n  # url: https://example.github.io/runbooks/\n'
      : `  url: ${site.url}\n`
  const folders = [
    ...(folder === 'runbooks' ? [] : [`runbooks: ${folder || '.'}\n`]),
    ...(rules.join() === 'rules' ? [] : [`rules: ${rules[0]}\n`]),
  ]
  const output = meta
    ? `output:\n  # The groups as a manifest for the Prometheus operator, with the metadata of those that were imported.\n  prometheusrule:\n${metaText(meta, 4)}\n`
    : ''
  return `# Every key is optional; \`alertbook schema\` lists them.
${folders.join('')}${output}site:
  title: Runbooks
${url}links:
  annotations: [${annotations.join(', ')}]
`
}
