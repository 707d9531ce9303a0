import { existsSync, readFileSync } from 'node:fs'
import { beforeAll, describe, expect, test } from 'vitest'
import { duplicates } from '../../src/checks/shared/duplicates.ts'
import { loadRegexEngine } from '../../src/promql/index.ts'
import { decodeText } from '../../src/text/bytes.ts'
import { isAccepted, verifyText } from './settings.ts'

/** A rule file with the verdict of Prometheus' own `rulefmt`. */
interface Case {
  readonly name: string
  readonly yaml: string
  readonly yamlBase64?: string
  readonly nameValidation: 'utf8' | 'legacy'
  readonly ignoreUnknownFields: boolean
  readonly ok: boolean
  readonly errors: readonly string[]
  readonly warnings: readonly string[]
  /** `name{label=value,…}` of every rule that occurs more than once. */
  readonly duplicates: readonly string[]
  readonly rules: number
}

const CASES = '../shared/corpus/rulefiles/rulefile-cases.json'
const isThere = existsSync(CASES)
if (!isThere)
  console.warn(`skipped: ${CASES} is not there, rule files are not held against upstream's verdicts`)

beforeAll(loadRegexEngine)

/** Labels of a rule over those of its group, and the name, in upstream's form for duplicates. */
function duplicatesOf(file: ReturnType<typeof verifyText>['file']): string[] {
  const rules = file.groups.flatMap((group) =>
    group.rules.map((rule) => ({
      name: (rule.alert?.value.value || rule.record?.value.value) ?? '',
      labels: [...group.labels, ...rule.labels].map(({ key, value }) => ({
        key: key.value,
        value: value.value,
      })),
    })),
  )
  const shown = duplicates(rules, (rule) => rule).map(({ rule: { name, labels } }) => {
    const sorted = [...new Map(labels.map(({ key, value }) => [key, value]))].sort()
    return `${name}{${sorted.map(([key, value]) => `${key}=${value}`).join(',')}}`
  })
  return [...new Set(shown)].sort()
}

describe.skipIf(!isThere)('upstream agrees on', () => {
  const cases = isThere ? (JSON.parse(readFileSync(CASES, 'utf8')) as Case[]) : []

  test.each(cases.map((one, index) => [`${index} ${one.name}`, one] as const))('%s', (_, one) => {
    const text =
      one.yamlBase64 === undefined
        ? one.yaml.replace(/^\ufeff/, '')
        : decodeText(new Uint8Array(Buffer.from(one.yamlBase64, 'base64')))
    const { file, diagnostics } = verifyText(text, {
      names: one.nameValidation,
      ignoreUnknownFields: one.ignoreUnknownFields,
    })
    const errors = diagnostics.filter(({ severity }) => severity === 'error')
    expect({ ok: isAccepted(diagnostics), errors: one.ok ? errors : [] }).toEqual({ ok: one.ok, errors: [] })
    const multiple = diagnostics.some(({ code }) => code === 'yaml-documents')
    // An invalid document has no end, so no second one is reported.
    if (one.ok) expect(multiple).toBe(one.warnings.length > 0)
    if (one.ok) expect(file.groups.flatMap(({ rules }) => rules)).toHaveLength(one.rules)
    if (one.ok) expect(duplicatesOf(file)).toEqual([...one.duplicates].sort())
  })
})
