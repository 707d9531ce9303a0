/** Templates of real rule sets: all parse, and only real errors are found. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { load, loadAll } from 'js-yaml'
import { describe, expect, test } from 'vitest'
import {
  checkTemplate,
  executeTemplate,
  loadRegexps,
  parseTemplate,
  preview,
} from '../../src/template/index.ts'

const corpus = join(import.meta.dirname, '../../../shared/corpus')
const present = existsSync(corpus)
if (!present) console.warn('SKIPPED: no ../shared/corpus, so no templates of real rule sets')

interface RealTemplate {
  readonly file: string
  readonly alert: string
  readonly key: string
  readonly text: string
  readonly inLabel: boolean
}

function ruleFiles(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name)
    if (statSync(path).isDirectory()) return ruleFiles(path)
    return /\.ya?ml$/.test(name) ? [path] : []
  })
}

type Mapping = Record<string, unknown>

function templatesOf(path: string): RealTemplate[] {
  const documents = loadAll(readFileSync(path, 'utf8')) as (Mapping | null)[]
  const groups = documents.flatMap((document) => (document?.groups as Mapping[] | undefined) ?? [])
  const rules = groups.flatMap((group) => (group.rules as Mapping[] | undefined) ?? [])
  return rules.flatMap((rule) =>
    typeof rule.alert !== 'string'
      ? []
      : (['labels', 'annotations'] as const).flatMap((kind) =>
          Object.entries((rule[kind] as Mapping | undefined) ?? {}).map(([key, text]) => ({
            file: path.slice(corpus.length + 1),
            alert: rule.alert as string,
            key,
            text: String(text),
            inLabel: kind === 'labels',
          })),
        ),
  )
}

describe.runIf(present)('templates of real rule sets', () => {
  const all = present
    ? ['srerun/rules', 'awesome', 'alloy']
        .flatMap((folder) => ruleFiles(join(corpus, folder)))
        .flatMap(templatesOf)
    : []
  const withActions = all.filter(({ text }) => text.includes('{{'))

  test('there are many', () => expect(withActions.length).toBeGreaterThan(1000))

  test('all parse, run and have a preview', () => {
    for (const { text, alert } of all) {
      const { tree, problems } = parseTemplate(text)
      expect(problems, `${alert}: ${text}`).toEqual([])
      const { error } = executeTemplate(tree!, { labels: { instance: 'a:1' }, value: 1.5 })
      // Failing templates have a finding, and those found to fail do.
      const certain = checkTemplate(tree!).some(({ code }) => code === 'template-type')
      expect(error !== undefined, text).toBe(certain)
      expect('text' in preview(text, {}, 1), text).toBe(!certain)
    }
  })

  test('few have findings', async () => {
    const regexps = await loadRegexps()
    const findings = withActions.flatMap(({ text, alert, key, inLabel }) =>
      checkTemplate(parseTemplate(text).tree!, { inLabel, regexps }).map(
        ({ range, message }) => `${alert}.${key}: ${text.slice(range.start, range.end)}: ${message}`,
      ),
    )
    if (process.env.SHOW_FINDINGS) console.log(findings.join('\n'))
    expect(findings.length).toBeLessThan(withActions.length / 100)
  })
})

interface RuleFileCase {
  readonly name: string
  readonly yaml: string
  readonly ok: boolean
  readonly errors: readonly string[]
}

/** Cases that are only about a template of an alert. */
function templateCases(): { name: string; text: string; ok: boolean; error: string }[] {
  const path = join(corpus, 'rulefiles/rulefile-cases.json')
  const cases = JSON.parse(readFileSync(path, 'utf8')) as RuleFileCase[]
  return cases.flatMap(({ name, yaml, ok, errors }) => {
    if (!/^(?:template annotation|alert (?:labels|annotations) template)/.test(name)) return []
    const rule = (load(yaml) as { groups: { rules: Mapping[] }[] }).groups[0]!.rules[0]!
    const texts = [rule.labels, rule.annotations].flatMap((map) =>
      Object.values((map as Mapping | undefined) ?? {}),
    )
    return texts.map((text) => ({ name, text: String(text), ok, error: errors[0] ?? '' }))
  })
}

describe.runIf(present)('verdicts of Prometheus 3.14', () => {
  test.each(present ? templateCases() : [])('$name', ({ text, ok, error }) => {
    const { tree, problems } = parseTemplate(text, { name: '__alert_A' })
    expect(tree !== undefined).toBe(ok)
    if (!ok)
      expect(error).toBe(
        error.replace(/template: __alert_A:1: .*$/s, `template: __alert_A:1: ${problems[0]!.goMessage}`),
      )
  })
})
