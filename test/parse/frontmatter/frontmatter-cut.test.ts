/** Texts of a frontmatter that YAML cuts, and parameters that fill in nothing. */
import { expect, test } from 'vitest'
import { readConfig } from '../../../src/config/index.ts'
import { parse } from '../../../src/parse/index.ts'

/** Findings as `severity "text" message`. */
const told = (head: string, body = ''): string[] => {
  const text = `---\n${head}\n---\n\n# A\n\n${body}\n`
  return parse({ path: 'runbooks/a.md', text }).diagnostics.map(
    ({ severity, range, message }) => `${severity} «${text.slice(range.start, range.end)}» ${message}`,
  )
}

test.each([
  ['title: #5 is full', 'warning «#5 is full» YAML reads `#5 is full` as a comment: `title` is empty'],
  ['title: Disk #5', 'warning «#5» YAML reads `#5` as a comment: `title` is only `Disk`'],
  ['owner: !sre', 'warning «!sre» YAML reads `!sre` as a tag: `owner` is empty'],
  ['title: "Disk #5"', undefined],
  ['title: C#5', undefined],
  ['owner: # nobody yet', undefined],
  ['owner: sre # the team', undefined],
  ['other: #5', undefined],
])('%s', (head, expected) => {
  expect(told(head)).toEqual(expected === undefined ? [] : [expected])
})

test.each([
  ['params: { low: }', 'warning «low» The parameter `low` is empty, so nothing is written where it is used'],
  ['params: { low: [1] }', 'error «[1]» Unexpected list for the parameter `low`, expected a string'],
  ["params: { low: '' }", undefined],
  ['params: { low: 5, high: [1], more: }', undefined],
])('%s', (head, expected) => {
  expect(told(head, 'Less than {{< param low >}}.')).toEqual(expected === undefined ? [] : [expected])
})

test('an empty parameter in alertbook.yml', () => {
  const { config, diagnostics } = readConfig(
    { path: 'alertbook.yml', text: "params: { low: , high: '' }\n" },
    [],
  )
  expect(diagnostics.map(({ severity, message }) => `${severity} ${message}`)).toEqual([
    'warning The parameter `low` is empty, so nothing is written where it is used',
  ])
  expect(config.params).toEqual({ low: '', high: '' })
})
