/** `output.prometheusrule`: whether to write the groups as a manifest, and its metadata. */
import type { PrometheusRuleMeta } from '../model.ts'
import type { Range } from '../text/source.ts'
import { textOf, type YamlEntry, type YamlNode } from '../yaml/index.ts'

/** Whether Kubernetes accepts the metadata. */
export const isMeta = ({ name, namespace, labels, annotations }: PrometheusRuleMeta): boolean =>
  isName(name) &&
  (namespace === '' || isNamespace(namespace)) &&
  [...Object.keys(labels), ...Object.keys(annotations)].every((key) => KEY.test(key)) &&
  Object.values(labels).every((value) => VALUE.test(value))

const isName = (text: string): boolean => text.length <= 253 && SUBDOMAIN.test(text)
const isNamespace = (text: string): boolean => text.length <= 63 && LABEL.test(text)

/** Reports that a part of the value is invalid. */
type Wrong = (range: Range, expected: string, hint?: string) => undefined

export const DEFAULT_META: PrometheusRuleMeta = {
  name: 'alertbook',
  namespace: '',
  labels: {},
  annotations: {},
}

/** RFC 1123, as Kubernetes requires for names of objects. */
const SUBDOMAIN = /^[a-z\d](?:[a-z\d-]*[a-z\d])?(?:\.[a-z\d](?:[a-z\d-]*[a-z\d])?)*$/
/** RFC 1123 label, for names of namespaces. */
const LABEL = /^[a-z\d](?:[a-z\d-]*[a-z\d])?$/
/** Keys of labels and annotations: an optional subdomain prefix, and a name. */
const KEY = /^(?:([a-z\d.-]{1,253})\/)?[A-Za-z\d](?:[\w.-]{0,61}[A-Za-z\d])?$/
/** Values of labels. */
const VALUE = /^(?:[A-Za-z\d](?:[\w.-]{0,61}[A-Za-z\d])?)?$/

/** `true`, `false`, or a mapping with `name`, `namespace`, `labels` and `annotations`; undefined if invalid. */
export function readManifest(node: YamlNode, wrong: Wrong): PrometheusRuleMeta | false | undefined {
  if (node.kind === 'scalar' && node.tag === 'bool') return node.text.value === 'true' ? DEFAULT_META : false
  if (node.kind !== 'map')
    return wrong(node.range, '`true`, `false`, or `name`, `namespace`, `labels` and `annotations`')
  const meta = { ...DEFAULT_META }
  for (const entry of node.entries) if (!readField(meta, entry, wrong)) return undefined
  return meta
}

function readField(
  meta: { -readonly [K in keyof PrometheusRuleMeta]: PrometheusRuleMeta[K] },
  { key, value }: YamlEntry,
  wrong: Wrong,
): boolean {
  const field = textOf(key) ?? ''
  const text = textOf(value)
  const fail = (range: Range, expected: string): boolean => wrong(range, expected) ?? false
  switch (field) {
    case 'name':
      if (text === undefined || !isName(text))
        return fail(value.range, 'a Kubernetes name: lower-case letters, digits, `-` and `.`')
      meta.name = text
      return true
    case 'namespace':
      if (text === undefined || !isNamespace(text))
        return fail(value.range, 'a Kubernetes namespace: lower-case letters, digits and `-`')
      meta.namespace = text
      return true
    case 'labels':
    case 'annotations': {
      if (value.kind !== 'map') return fail(value.range, 'a mapping of names to strings')
      const pairs: [string, string][] = []
      for (const { key: name, value: content } of value.entries) {
        if (name.kind !== 'scalar' || !KEY.test(name.text.value))
          return fail(name.range, `a key that Kubernetes accepts in \`${field}\``)
        if (content.kind !== 'scalar' || (field === 'labels' && !VALUE.test(content.text.value)))
          return fail(
            content.range,
            'a value that Kubernetes accepts: at most 63 letters, digits, `-`, `_` and `.`',
          )
        pairs.push([name.text.value, content.text.value])
      }
      meta[field] = Object.fromEntries(pairs)
      return true
    }
    default:
      return fail(key.range, '`name`, `namespace`, `labels` or `annotations`')
  }
}
