/** Megabytes of code around slots come to an end. */
import { expect, test } from 'vitest'
import { contextsOf } from './templates.ts'

const X = '{{ $labels.x }}'

test.each(['a_', '1', '# a', '${a', 'sh ', 'a() { '])(
  'two megabytes of `%s` before a slot come to an end',
  (part) => {
    const code = `x=${part.repeat(2_000_000 / part.length)} {{ $labels.instance }}`
    expect(contextsOf('sh', code)).toHaveLength(1)
  },
)

test.each([
  ['sh', `echo ${'a'.repeat(4000)} ${X.repeat(20_000)}`],
  ['sh', `echo ${`a=${X} `.repeat(20_000)} $a`],
  ['sh', `a=${X} ${'b=$a '.repeat(1500)}`],
  ['sh', `${`ls ${X} | `.repeat(10_000)}cat`],
  ['sh', `f() {\n${'set -a '.repeat(100_000)}${X}`],
  ['powershell', `Get-X ${'a'.repeat(3000)}; b ${X.repeat(900)}`],
  ['powershell', `Get-X ${'a'.repeat(4000)}; b ${X.repeat(20_000)}`],
])('very many slots or words come to an end (%s)', (language, code) => {
  const before = process.cpuUsage()
  contextsOf(language, code)
  const { user, system } = process.cpuUsage(before)
  // A search from each slot over all that precedes it took half a minute.
  expect((user + system) / 1e6).toBeLessThan(10)
})
