/** Objects of Kubernetes beside those that hold rules: a folder of manifests is full of them. */
import { entry, parseYamlDocuments, valueAt, type YamlMap, type YamlNode } from '../yaml/index.ts'

/**
 * Whether a text is of such objects alone. One whose `spec` has groups, or that carries a rule file as a text, is none:
 * nobody else would judge what is in it.
 */
export function isOtherManifest({ text }: { readonly text: string }): boolean {
  if (!/^apiVersion[ \t]*:/m.test(text) || !/^kind[ \t]*:/m.test(text)) return false
  const documents = parseYamlDocuments(text)
  const roots = documents.flatMap(({ root }) => root ?? [])
  return documents.every(({ problems }) => problems.length === 0) && roots.length > 0 && roots.every(isOther)
}

function isOther(node: YamlNode): boolean {
  if (node.kind !== 'map' || !entry(node, 'apiVersion') || !entry(node, 'kind')) return false
  const items = valueAt(node, 'items')
  if (items?.kind === 'seq') return items.items.every(isOther)
  const spec = valueAt(node, 'spec')
  return !hasGroups(node) && !(spec?.kind === 'map' && hasGroups(spec)) && !carriesRules(node)
}

const hasGroups = (map: YamlMap): boolean => valueAt(map, 'groups')?.kind === 'seq'

/** A ConfigMap or a Secret with a file of rules. */
function carriesRules(map: YamlMap): boolean {
  return ['data', 'stringData'].some((key) => {
    const data = valueAt(map, key)
    return (
      data?.kind === 'map' &&
      data.entries.some(({ value }) => value.kind === 'scalar' && /^groups[ \t]*:/m.test(value.text.value))
    )
  })
}
