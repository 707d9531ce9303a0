import { describe, expect, test } from 'vitest'
import { parseRuleFile, readRuleBlock } from '../../src/parse/rules/rule-file.ts'
import { parseYaml } from '../../src/yaml/index.ts'

/** First and last lines of the scopes, for reading. */
function scopes(text: string, block = false): string[] {
  const { ignores, diagnostics } = block
    ? readRuleBlock(parseYaml(text), 'x.md')
    : parseRuleFile({ path: 'x.yml', text })
  expect(diagnostics).toEqual([])
  return ignores.map(({ code, reason, scope }) => {
    const lines = text.slice(scope.start, scope.end).trim().split('\n')
    return `${code} (${reason}): ${lines[0]!.trim()} … ${lines.at(-1)!.trim()}`
  })
}

const rule = (name: string, extra = ''): string => `  - alert: ${name}\n    expr: up\n    for: 5m${extra}\n`
const file = (...rules: string[]): string => `groups:\n- name: g\n  rules:\n${rules.join('')}`

describe('ignores in YAML', () => {
  test.each<[string, string, string[]]>([
    [
      'before a rule',
      file(rule('A'), '  # alertbook-ignore alert-for: why\n', rule('B')),
      ['alert-for (why): alert: B … for: 5m'],
    ],
    [
      'two before a rule',
      file('  # alertbook-ignore a: x\n  # note\n  # alertbook-ignore b: y\n', rule('A')),
      ['a (x): alert: A … for: 5m', 'b (y): alert: A … for: 5m'],
    ],
    [
      'in a rule',
      file('  - alert: A\n    # alertbook-ignore a: x\n    expr: up\n'),
      ['a (x): alert: A … expr: up'],
    ],
    [
      'at the end of a line of a rule',
      file('  - alert: A # alertbook-ignore a: x\n    expr: up\n', rule('B')),
      ['a (x): alert: A # alertbook-ignore a: x … expr: up'],
    ],
    [
      'at the end of its last line',
      file(rule('A', ' # alertbook-ignore a: x'), rule('B')),
      ['a (x): alert: A … for: 5m'],
    ],
    [
      'before a group',
      `groups:\n# alertbook-ignore a: x\n- name: g\n  rules:\n${rule('A')}`,
      ['a (x): name: g … for: 5m'],
    ],
    [
      'at the top of the file',
      `# alertbook-ignore a: x\n\n${file(rule('A'))}`,
      ['a (x): # alertbook-ignore a: x … for: 5m'],
    ],
    [
      'right before groups',
      `# alertbook-ignore a: x\n${file(rule('A'))}`,
      ['a (x): # alertbook-ignore a: x … for: 5m'],
    ],
  ])('%s', (_, text, expected) => {
    expect(scopes(text)).toEqual(expected)
  })

  test.each<[string, string, string[]]>([
    ['right before a rule', '# alertbook-ignore a: x\nalert: A\nexpr: up', ['a (x): alert: A … expr: up']],
    [
      'before rules with a blank line',
      '# alertbook-ignore a: x\n\n- alert: A\n  expr: up\n- alert: B\n  expr: up',
      ['a (x): # alertbook-ignore a: x … expr: up'],
    ],
    [
      'before the first of rules',
      '# alertbook-ignore a: x\n- alert: A\n  expr: up\n- alert: B\n  expr: down',
      ['a (x): alert: A … expr: up'],
    ],
    [
      'before the second of rules',
      '- alert: A\n  expr: up\n# alertbook-ignore a: x\n- alert: B\n  expr: down',
      ['a (x): alert: B … expr: down'],
    ],
  ])('in a block, %s', (_, text, expected) => {
    expect(scopes(text, true)).toEqual(expected)
  })

  test.each([
    ['# alertbook-ignore alert-for', 'gives no reason'],
    ['# alertbook-ignore alert-for:', 'gives no reason'],
    ['# alertbook-ignore', 'does not name a check and a reason'],
    ['# alertbook-ignore Alert For: x', 'does not name a check and a reason'],
  ])('%s is reported', (comment, message) => {
    const text = `${comment}\n${file(rule('A'))}`
    const { diagnostics, ignores } = parseRuleFile({ path: 'x.yml', text })
    expect(ignores).toEqual([])
    expect(diagnostics.map(({ code }) => code)).toEqual(['ignore-reason'])
    expect(diagnostics[0]!.message).toContain(message)
    expect(text.slice(diagnostics[0]!.range.start, diagnostics[0]!.range.end)).toBe(comment)
  })

  test('text that looks like one in a value is a value', () => {
    expect(scopes(file('  - alert: A\n    expr: |\n      # alertbook-ignore a: x\n      up\n'))).toEqual([])
  })
})
