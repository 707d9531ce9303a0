/** `checks` and `overrides` of the configuration: the severity of findings, and where it applies. */
import { ERRORS } from '../codes.ts'
import type { Override, Severity } from '../model.ts'
import { plainPath } from '../text/folder.ts'
import { didYouMean, nearest } from '../text/nearest.ts'
import { entry, itemsOf, textOf, type YamlNode } from '../yaml/index.ts'
import { type Report, reportKey } from './report.ts'

const LEVELS = ['error', 'warning', 'info', 'off']

/** Reads severities by code; invalid ones are reported and left out. */
export function readSeverities(
  node: YamlNode,
  where: string,
  codes: readonly string[],
  report: Report,
): Record<string, Severity | 'off'> {
  const levels: Record<string, Severity | 'off'> = {}
  if (node.kind !== 'map') {
    report(
      node.range,
      'config-value',
      `Unexpected value for \`${where}\`, expected names of checks with severities`,
    )
    return levels
  }
  for (const { key, value } of node.entries) {
    const code = textOf(key) ?? ''
    // YAML 1.1 reads a bare `off` as false; the text as written is kept.
    const level = textOf(value) ?? ''
    if (!codes.includes(code)) {
      const isError = (ERRORS as readonly string[]).includes(code)
      report(
        key.range,
        'config-key',
        isError ? `\`${code}\` is an error that no setting lowers` : `There is no check \`${code}\``,
        isError
          ? `remove it; \`alertbook explain ${code}\` says why`
          : (didYouMean(code, codes) ?? 'see `alertbook explain` for the list'),
      )
    } else if (!LEVELS.includes(level)) {
      report(
        value.range,
        'config-value',
        `Unexpected severity \`${level}\` for \`${code}\`, expected ${LEVELS.map((one) => `\`${one}\``).join(', ')}`,
        hintFor(level),
      )
    } else {
      levels[code] = level as Severity | 'off'
    }
  }
  return levels
}

/** The level that a word of another tool means. */
function hintFor(level: string): string | undefined {
  const meant = /^(?:none|false|no|never|disabled?|ignore|skip|0)$/i.test(level)
    ? 'off'
    : /^(?:warn|1)$/i.test(level)
      ? 'warning'
      : nearest(level, LEVELS)
  return meant && `write \`${meant}\``
}

const KEYS = ['in', 'checks']

/** Reads a list of overrides; invalid ones are reported and left out. */
export function readOverrides(
  node: YamlNode,
  where: string,
  codes: readonly string[],
  report: Report,
): Override[] {
  return itemsOf(node).flatMap((item): Override[] => {
    if (item.kind !== 'map') {
      report(
        item.range,
        'config-value',
        `Unexpected value in \`${where}\`, expected a mapping with \`in\` and \`checks\``,
      )
      return []
    }
    for (const { key } of item.entries) {
      const name = textOf(key) ?? ''
      if (!KEYS.includes(name)) reportKey(key.range, name, where, KEYS, report)
    }
    const places = entry(item, 'in')?.value
    const names = places ? itemsOf(places) : []
    const folders = names.flatMap((name) => textOf(name) || [])
    if (folders.length === 0 || folders.length !== names.length) {
      report(
        (places ?? item).range,
        'config-value',
        `An entry of \`${where}\` needs an \`in\`: a folder, a file, or a list of them`,
      )
      return []
    }
    const checks = entry(item, 'checks')?.value
    return [
      {
        in: folders.map(plainPath),
        checks: checks ? readSeverities(checks, `${where}.checks`, codes, report) : {},
      },
    ]
  })
}
