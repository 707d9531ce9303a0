/**
 * Small but expensive sources, newly mixed each time: `npm run fuzz -- bombs [COUNT, 300] [SEED]`. Each is parsed in
 * this process; exits 1 if one takes more than five seconds of CPU time or fails.
 */
import fc from 'fast-check'
import { parseRunbook } from '../src/parse/runbook.ts'
import { BOMBS } from '../test/parse/bombs/bombs.ts'

const [count = 300, seed = Date.now() % 2 ** 31] = process.argv.slice(2).map(Number)
const part = fc.oneof(
  fc.constantFrom(
    '[',
    ']',
    '(',
    ')',
    '![',
    '](b)',
    '*',
    '**',
    '_',
    '__',
    '~',
    '`',
    '``',
    '<',
    '>',
    '<b>',
    '</b>',
    '<a href="',
    '">',
    '<!--',
    '-->',
  ),
  fc.constantFrom(
    '- ',
    '> ',
    '1. ',
    '+ ',
    '\t',
    '    ',
    '  ',
    '\n',
    '\n\n',
    '\r',
    '|',
    '|-',
    '# ',
    '===\n',
    '---\n',
    '[^1]',
    ': ',
    '&amp;',
    '&#',
    '\\',
  ),
  fc.constantFrom(
    'a',
    'Ab',
    'https://a.b',
    'www.',
    '@',
    '{{ ',
    '}}',
    '{{< ',
    '{{% rule "a" "b" %}}',
    '```\n',
    '~~~',
    '<details>\n\n',
    '[!NOTE]',
    '$(',
    '"',
  ),
)
const bomb = fc.oneof(
  fc
    .tuple(fc.array(part, { minLength: 1, maxLength: 6 }), fc.integer({ min: 500, max: 20_000 }))
    .map(([parts, n]) => parts.join('').repeat(n)),
  fc
    .tuple(
      fc.array(part, { maxLength: 4 }),
      fc.array(part, { minLength: 1, maxLength: 4 }),
      fc.integer({ min: 500, max: 10_000 }),
    )
    .map(([a, b, n]) => a.join('').repeat(n) + b.join('').repeat(n)),
  fc
    .tuple(
      fc.constantFrom(...Object.values(BOMBS)),
      fc.constantFrom(...Object.values(BOMBS)),
      fc.integer({ min: 100, max: 4_000 }),
    )
    .map(([a, b, n]) => `${a(n)}\n\n${b(n)}`),
)
let slowest = 0
let faults = 0
let limited = 0
for (const text of fc.sample(bomb, { numRuns: count, seed })) {
  const before = process.cpuUsage()
  let failure = ''
  try {
    if (parseRunbook({ path: 'a.md', text }).diagnostics.some(({ code }) => /^markdown-/.test(code)))
      limited++
  } catch (error) {
    failure = String(error)
  }
  const { user, system } = process.cpuUsage(before)
  const seconds = (user + system) / 1e6
  slowest = Math.max(slowest, seconds)
  if (seconds <= 5 && !failure) continue
  faults++
  console.log(
    `${seconds.toFixed(1)} s ${failure} ${text.length} characters: ${JSON.stringify(text.slice(0, 120))}`,
  )
}
console.log(
  `${count} sources, ${limited} too much, slowest ${slowest.toFixed(1)} s, ${faults} faults; seed ${seed}`,
)
if (faults > 0) process.exitCode = 1
