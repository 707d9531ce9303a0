/** `params` of a configuration: names and the texts that replace them. */
import type { Diagnostic } from '../model.ts'
import { emptyParam } from '../text/params.ts'
import type { Range, Source } from '../text/source.ts'
import { entry, isNull, parseYaml, type YamlNode } from '../yaml/index.ts'
import { type Report, reportIn } from './report.ts'

/** Longest value in characters: it is copied to every place that uses it. */
const MOST = 4096

/** Reads `params`; reports and leaves out those that cannot be used anywhere. */
export function readParams(node: YamlNode, name: string, report: Report): Readonly<Record<string, string>> {
  if (node.kind !== 'map') {
    report(
      node.range,
      'config-value',
      `Unexpected value for \`${name}\`, expected a mapping of names to strings`,
    )
    return {}
  }
  const pairs = node.entries.flatMap(({ key, value }): [string, string][] => {
    if (key.kind !== 'scalar' || value.kind !== 'scalar') {
      const message = `Unexpected ${value.kind === 'seq' ? 'list' : 'mapping'} in \`${name}\`, expected a string`
      report(value.range, 'config-value', message, 'write one string, in quotes if needed')
      return []
    }
    if (isNull(value)) {
      const { message, hint } = emptyParam(key.text.value)
      report(key.range, 'config-value', message, hint, 'warning')
    }
    if (value.text.value.length <= MOST) return [[key.text.value, value.text.value]]
    report(
      value.range,
      'config-value',
      `The parameter \`${key.text.value}\` has ${value.text.value.length} characters, more than the ${MOST} allowed`,
      'write such a long text directly where it belongs',
    )
    return []
  })
  // Not by assignment: a name may be `__proto__`.
  return Object.fromEntries(pairs)
}

/** Where a configuration defines each of its parameters. */
export function paramRanges(root: YamlNode | null): Map<string, Range> {
  const params = root?.kind === 'map' ? entry(root, 'params')?.value : undefined
  const entries = params?.kind === 'map' ? params.entries : []
  return new Map(
    entries.flatMap(({ key }): [string, Range][] =>
      key.kind === 'scalar' ? [[key.text.value, key.range]] : [],
    ),
  )
}

/** The parameters of another configuration; its other keys are ignored. */
export function paramsOf(source: Source): {
  params: Readonly<Record<string, string>>
  diagnostics: Diagnostic[]
} {
  const diagnostics: Diagnostic[] = []
  const report = reportIn(source.path, diagnostics)
  const { root, problems } = parseYaml(source.text)
  for (const { range, code, message, hint } of problems) report(range, code, message, hint)
  const value = root?.kind === 'map' ? entry(root, 'params')?.value : undefined
  if (!value || isNull(value)) return { params: {}, diagnostics }
  return { params: readParams(value, 'params', report), diagnostics }
}
