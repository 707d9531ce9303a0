/** Every row of the rule fields table is parsed, verified, emitted, compared and imported: none is lost. */
import { describe, expect, test } from 'vitest'
import { groupsText } from '../src/cli/import/text.ts'
import { compile } from '../src/compile.ts'
import { defaultConfig } from '../src/config/index.ts'
import type { Compilation, Config } from '../src/model.ts'
import { parseRuleFile } from '../src/parse/rules/rule-file.ts'
import { GROUP_FIELDS, RULE_FIELDS, type RuleField } from '../src/rule-fields.ts'

const VALUES: Readonly<Record<RuleField['kind'], string>> = {
  text: 'AlphaDown',
  expr: 'up == 0',
  duration: '7m',
  integer: '7',
  pairs: '{ key: seven }',
}
const OTHERS: Readonly<Record<RuleField['kind'], string>> = {
  text: 'BetaDown',
  expr: 'up == 1',
  duration: '8m',
  integer: '8',
  pairs: '{ key: eight }',
}

const ruleRows: readonly RuleField[] = RULE_FIELDS.filter(({ name }) => name !== 'record')
const groupRows: readonly RuleField[] = GROUP_FIELDS
const indented = (text: string, by: number): string => text.replace(/^(?=.)/gm, ' '.repeat(by)).trim()

/** An alert with every field, one of them perhaps with another value. */
const ruleText = (other?: string): string =>
  ruleRows.map(({ name, kind }) => `${name}: ${(name === other ? OTHERS : VALUES)[kind]}\n`).join('')
const groupText = groupRows.map(({ name, kind }) => `${name}: ${VALUES[kind]}\n`).join('')
const file = `groups:\n- ${indented(groupText, 2)}\n  rules:\n  - ${indented(ruleText(), 4)}\n`

const compiled = (files: Readonly<Record<string, string>>, config: Config = defaultConfig()): Compilation =>
  compile(
    Object.entries(files).map(([path, text]) => ({ path, text })),
    config,
  )

describe('every field of a rule and of a group', () => {
  const { diagnostics, outputs } = compiled({ 'rules/a.yml': file })
  const text = String(outputs.find(({ path }) => path === 'rules.yml')?.make())

  test('is right where it stands', () => {
    expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([])
  })

  test.each([...ruleRows, ...groupRows])('$name is deployed and imported', ({ name, kind }) => {
    const [group] = parseRuleFile({ path: 'a.yml', text }).groups
    const imported = groupsText([{ group: group!, name: 'AlphaDown', rules: group!.rules }])
    const value = kind === 'pairs' ? 'key: seven' : VALUES[kind]
    const written = new RegExp(`\\b${name}:\\s+${value}$`, 'm')
    expect(text).toMatch(written)
    expect(imported).toMatch(written)
  })

  test.each(ruleRows.filter(({ kind }) => kind !== 'text'))('$name is compared with its copy', ({ name }) => {
    const block = `\`\`\`yaml\n- ${indented(ruleText(name), 2)}\n\`\`\``
    const page = `# Alpha\n\n{{% rule "a.yml" "AlphaDown" %}}\n\n{{% comment %}}\n\n${block}\n\n{{% /comment %}}\n`
    const found = compiled({ 'rules/a.yml': file, 'runbooks/a.md': page }).diagnostics
    expect(found.filter(({ code }) => code === 'copy-differs')).toHaveLength(1)
  })

  test.each([...ruleRows, ...groupRows].filter(({ since }) => since))(
    '$name is refused by a Prometheus before $since',
    ({ name }) => {
      const config = defaultConfig()
      const older = { ...config, prometheus: { ...config.prometheus, version: '2.30' } }
      const found = compiled({ 'rules/a.yml': file }, older).diagnostics
      expect(
        found.filter(({ code, message }) => code === 'rule-field' && message.includes(`\`${name}\``)),
      ).toHaveLength(1)
    },
  )

  test.each(ruleRows.filter(({ alertsOnly }) => alertsOnly))(
    '$name is refused in a recording rule',
    ({ name }) => {
      const record = file.replace('alert: AlphaDown', 'record: job:up:sum')
      const found = compiled({ 'rules/a.yml': record }).diagnostics
      expect(
        found.filter(({ code, message }) => code === 'rule-field' && message.includes(`\`${name}\``)),
      ).toHaveLength(1)
    },
  )
})
