import { describe, expect, test } from 'vitest'
import { compile } from '../../src/compile.ts'
import { defaultConfig } from '../../src/config/index.ts'
import type { Diagnostic } from '../../src/model.ts'

/** The stages alone, as run by `check --checks off`. */
function errorsOf(files: Readonly<Record<string, string>>): Diagnostic[] {
  const sources = Object.entries(files).map(([path, text]) => ({ path, text }))
  const { diagnostics } = compile(sources, defaultConfig(), { checks: [] })
  return diagnostics.filter(({ severity }) => severity === 'error')
}

const fence = (yaml: string): string => `\`\`\`yaml\n${yaml}\n\`\`\`\n`
const rule = 'alert: A\nexpr: up == 0\nannotations:\n  s: "{{ $value }}"'

describe('rules in runbooks', () => {
  test('bare rules need no group', () => {
    expect(errorsOf({ 'runbooks/a.md': `# A\n\n${fence(rule)}` })).toEqual([])
  })

  test('a group may stand in several pages', () => {
    const page = (name: string): string =>
      `# ${name}\n\n${fence(`groups:\n- name: g\n  rules:\n  - alert: ${name}\n    expr: up == 0`)}`
    expect(errorsOf({ 'runbooks/a.md': page('A'), 'runbooks/b.md': page('B') })).toEqual([])
  })

  test.each<[string, string, string, string]>([
    [
      'an expression',
      `# A\n\n> - x\n>\n>   \`\`\`yaml\n>   alert: A\n>   expr: |\n>     up ==\n>       and foo\n>   \`\`\`\n`,
      'promql-syntax',
      'foo',
    ],
    ['a template', `# A\n\n${fence(rule.replace('$value', '$valeu'))}`, 'template-syntax', '$valeu'],
    ['a field', `# A\n\n${fence(`${rule}\nfro: 5m`)}`, 'rule-field', 'fro'],
    [
      'a label of the frontmatter',
      `---\nlabels: {__name__: x}\n---\n\n# A\n\n${fence(rule)}`,
      'label-name',
      '__name__',
    ],
    [
      'a template of the frontmatter',
      `---\nannotations: {d: "{{ $lables.x }}"}\n---\n\n# A\n\n${fence(rule)}`,
      'template-syntax',
      '$lables',
    ],
    [
      'a duration in a group',
      `# A\n\n${fence('groups:\n- name: g\n  interval: 5\n  rules:\n  - alert: A\n    expr: up == 0')}`,
      'rule-duration',
      '5',
    ],
    ['a duplicate key', `# A\n\n${fence(`${rule}\nexpr: up`)}`, 'yaml-duplicate-key', 'expr'],
  ])('%s is refused where it stands', (_, text, code, place) => {
    const errors = errorsOf({ 'runbooks/a.md': text })
    expect(errors.map(({ code }) => code)).toEqual([code])
    const { start, end } = errors[0]!.range
    expect(text.slice(start, end)).toBe(place)
  })

  test('without rules the frontmatter is nobody’s concern', () => {
    expect(errorsOf({ 'runbooks/a.md': '---\nlabels: {"": x}\n---\n\n# A\n' })).toEqual([])
  })
})
