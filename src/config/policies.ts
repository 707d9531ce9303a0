/** `policy.labels` and `policy.annotations` of the configuration. */
import type { Policy } from '../model.ts'
import { regexError } from '../promql/regex.ts'
import { plainPath } from '../text/folder.ts'
import { itemsOf, textOf, type YamlMap, type YamlNode } from '../yaml/index.ts'
import { type Report, reportKey } from './report.ts'

const KEYS = ['name', 'required', 'values', 'pattern', 'in', 'rules']
const RULES = ['alerts', 'records', 'all']

/** Reads a list of policies; invalid ones are reported and left out. */
export function readPolicies(node: YamlNode, where: string, report: Report): Policy[] {
  return itemsOf(node).flatMap((item) => {
    if (item.kind !== 'map') {
      report(item.range, 'config-value', `Unexpected value in \`${where}\`, expected a mapping with \`name\``)
      return []
    }
    return readPolicy(item, where, report) ?? []
  })
}

function readPolicy(node: YamlMap, where: string, report: Report): Policy | undefined {
  const values = new Map<string, YamlNode>()
  for (const { key, value } of node.entries) {
    const name = textOf(key) ?? ''
    if (KEYS.includes(name)) values.set(name, value)
    else reportKey(key.range, name, where, KEYS, report)
  }
  const wrong = (name: string, expected: string): void =>
    report(
      values.get(name)?.range ?? node.range,
      'config-value',
      `Unexpected \`${name}\` in \`${where}\`, expected ${expected}`,
    )
  const text = (name: string): string => {
    const value = values.get(name)
    if (value?.kind === 'scalar') return value.text.value
    if (value) wrong(name, 'a string')
    return ''
  }
  const texts = (name: string): string[] => {
    const value = values.get(name)
    if (!value) return []
    const items = itemsOf(value)
    const found = items.flatMap((item) => textOf(item) ?? [])
    if (found.length !== items.length) wrong(name, 'a string or a list of strings')
    return found
  }
  const name = text('name')
  if (name === '') {
    if (values.get('name') === undefined || values.get('name')?.kind === 'scalar')
      wrong('name', 'the name of a label or annotation')
    return undefined
  }
  const pattern = text('pattern')
  const error = pattern === '' ? undefined : regexError(pattern)
  if (error !== undefined) {
    report(values.get('pattern')!.range, 'config-value', `The regular expression is not valid: ${error}`)
    return undefined
  }
  const required = text('required')
  if (!['', 'true', 'false'].includes(required)) wrong('required', '`true` or `false`')
  const rules = text('rules')
  if (rules !== '' && !RULES.includes(rules)) wrong('rules', '`alerts`, `records` or `all`')
  return {
    name,
    // A policy without further conditions requires presence.
    required: required === 'true' || (required === '' && pattern === '' && !values.has('values')),
    values: texts('values'),
    pattern,
    in: texts('in').map(plainPath),
    rules: RULES.includes(rules) ? (rules as Policy['rules']) : 'alerts',
  }
}
