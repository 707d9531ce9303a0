import { parseTemplate, templateLabels } from '../template/index.ts'
import { didYouMean } from '../text/nearest.ts'
import { locate } from '../text/source.ts'
import type { Finding, JudgedRule, RuleCheck } from './check.ts'

export const externalLabel: RuleCheck = {
  code: 'external-label',
  severity: 'warning',
  summary: 'Templates read only external labels that Prometheus has, and no rule hides one.',
  runRule: (rule, { externalLabels }) => {
    const names = Object.keys(externalLabels)
    return names.length === 0 ? [] : judge(rule, externalLabels, names)
  },
}

function* judge(
  rule: JudgedRule,
  externalLabels: Readonly<Record<string, string>>,
  names: readonly string[],
): Iterable<Finding> {
  for (const { key, value, from, text } of rule.labels) {
    if (!Object.hasOwn(externalLabels, key)) continue
    yield {
      file: from.file,
      range: text?.range ?? from.range,
      message: `Label \`${key}\` of \`${rule.name}\` hides the external label \`${key}: ${externalLabels[key]}\``,
      hint: value === externalLabels[key] ? 'remove it: Prometheus adds it' : 'rename one of the two',
    }
  }
  if (rule.kind !== 'alert') return
  for (const { key, value, from, text } of [...rule.labels, ...rule.annotations]) {
    if (text === undefined || text.value !== value || !value.includes('xternalLabels')) continue
    const { tree } = parseTemplate(value)
    for (const read of tree ? templateLabels(tree) : []) {
      if (read.from !== 'externalLabels' || read.conditional || names.includes(read.name)) continue
      yield {
        file: from.file,
        range: locate(text, read.range.start, read.range.end),
        message: `The template of \`${key}\` of alert \`${rule.name}\` reads the external label \`${read.name}\`, which is not in the configuration`,
        hint:
          didYouMean(read.name, names) ??
          'add it to `prometheus.external_labels`, or remove it from the template',
      }
    }
  }
}
