/** Megabytes of YAML come to an end. */
import { expect, test } from 'vitest'
import { parseYaml } from '../../src/yaml/index.ts'

test.each<[string, string]>([
  ['spaces', ' '.repeat(10_000_000)],
  ['a plain line', `a: ${'x y '.repeat(2_500_000)}`],
  ['a quoted line', `a: "${'x\\n'.repeat(3_000_000)}"`],
  ['brackets', '['.repeat(10_000_000)],
  ['colons', ':'.repeat(10_000_000)],
  ['a name', `a: &${'x'.repeat(10_000_000)}`],
  ['a tag', '!a'.repeat(5_000_000)],
  ['line breaks', `a: b${'\n'.repeat(5_000_000)} c`],
])('10 MB of %s come to an end', (_, text) => {
  const { root, problems } = parseYaml(text)
  expect(root === null ? problems.length <= 1 : problems.length === 0).toBe(true)
})
