/** docs/configuration.md matches the table of keys, and its examples are read as intended. */
import { join } from 'node:path'
import { load } from 'js-yaml'
import { expect, test } from 'vitest'
import { CODES } from '../../src/cli/finding-selection.ts'
import { defaultConfig, readConfig } from '../../src/config/index.ts'
import { CONFIG_KEYS } from '../../src/config/keys.ts'
import { expectGolden, root } from '../setup.ts'
import { configurationPage, sectionExample } from './configuration.ts'

test('the page is the table', () => expectGolden(join(root, 'docs/configuration.md'), configurationPage()))

/** The value at a dotted name, in the file's spelling or ours. */
function at(value: unknown, name: string, spell: (part: string) => string): unknown {
  return name
    .split('.')
    .reduce<unknown>((inner, part) => (inner as Record<string, unknown> | undefined)?.[spell(part)], value)
}
const ours = (part: string): string => part.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase())

test.each([...new Set(Object.keys(CONFIG_KEYS).map((name) => name.split('.')[0]!))])(
  'the example of `%s` is read without a word',
  (section) => {
    const { diagnostics } = readConfig({ path: 'alertbook.yml', text: `${sectionExample(section)}\n` }, CODES)
    expect(diagnostics).toEqual([])
  },
)

test.each(Object.keys(CONFIG_KEYS))('`%s` has an example that is not its default', (name) => {
  const text = sectionExample(name.split('.')[0]!)
  expect(at(load(text), name, (part) => part)).toBeDefined()
  const { config } = readConfig({ path: 'alertbook.yml', text: `${text}\n` }, CODES)
  expect(at(config, name, ours)).not.toEqual(at(defaultConfig(), name, ours))
})
