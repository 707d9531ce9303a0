/** Anchors of headings are GitHub's, and a link that misses one is told the nearest. */
import { expect, test } from 'vitest'
import { parseRunbook } from '../../src/parse/runbook.ts'
import { compiled } from '../project.ts'

const slugs = (text: string): string[] =>
  parseRunbook({ path: 'runbooks/a.md', text }).headings.map(({ slug }) => slug)

test.each([
  ['a tag around words', '### max_rows <span class="since">since 2.0</span>', 'max_rows-since-20'],
  ['a line break', '## One<br/>two', 'onetwo'],
  ['a comment', '## One <!-- two -->', 'one'],
  ['an anchor of its own', '## <a name="x"></a>One', 'one'],
  ['a picture', '## <img src="a.png" alt="x"> One', 'one'],
  ['a placeholder, which is shown', '## Restart <instance>', 'restart-instance'],
  ['code that looks like a tag', '## The `<span>`', 'the-span'],
  ['an anchor in braces', '## Der Zustand {#state}', 'state'],
  ['an anchor in braces, with more', '## *Zustand* {: #My.state .wide data-x="1" }', 'My.state'],
  ['an anchor that another heading has', '## Other {#t}', 't-1'],
  ['braces that are no anchor', '## The set {a}', 'the-set-a'],
  ['a template', '## Of {{ $labels.job }}', 'of--labelsjob-'],
  ['emphasis and a link', '## *One* [two](b.md)', 'one-two'],
])('with %s', (_, text, slug) => expect(slugs(`# T\n\n${text}\n`)).toEqual(['t', slug]))

test('an anchor in braces is not shown, and nothing is said of it', () => {
  const { headings, diagnostics, body } = parseRunbook({
    path: 'runbooks/a.md',
    text: '# T\n\n[x](#state)\n\n## Zustand {#state}\n\nText.\n',
  })
  expect(headings.map(({ text }) => text)).toEqual(['T', 'Zustand'])
  expect(body().join('')).toContain('<h2 id="state">Zustand</h2>')
  expect(diagnostics).toEqual([])
})

function hints(headings: readonly string[], anchor: string): (string | undefined)[] {
  const text = `# T\n\n[x](#${anchor})\n\n${headings.map((heading) => `## ${heading}\n\nText.\n`).join('\n')}`
  const { diagnostics } = compiled({ 'runbooks/a.md': text })
  return diagnostics.filter(({ code }) => code === 'link-target').map(({ hint }) => hint)
}

test.each([
  ['a slip', ['Restart it', 'Stop it'], 'restart-itt', 'did you mean `#restart-it`?'],
  [
    'letters that another tool leaves out',
    ['管理範囲(Span of Control)', 'その他'],
    'span-of-control',
    'did you mean `#管理範囲span-of-control`?',
  ],
  [
    'several that contain it',
    ['Stop it now', 'Stop it later'],
    'stop-it',
    'the page has #t, #stop-it-now, #stop-it-later',
  ],
  [
    'a page of many',
    Array.from({ length: 40 }, (_, n) => `Number ${n}`),
    'else',
    'the page has #t, #number-0, #number-1, #number-2, #number-3, #number-4, #number-5, #number-6, #number-7, #number-8, #number-9, #number-10 and 29 more',
  ],
])('the hint for %s', (_, headings, anchor, hint) => expect(hints(headings, anchor)).toEqual([hint]))

test.each<[string, string, string | undefined]>([
  ['another heading with it', '## A {#x}\n\na\n\n## B {#x}\n\nb', '## B {#x} → ## A {#x}'],
  ['the anchor of another text', '## X\n\na\n\n## B {#x}\n\nb', '## B {#x} → ## X'],
  ['none', '## A {#x}\n\na\n\n## B {#y}\n\nb', undefined],
])('an anchor of its own that is taken: %s', (_, text, expected) => {
  const source = `# T\n\n${text}\n`
  const [one] = compiled({ 'runbooks/a.md': source }).diagnostics.filter(
    ({ code }) => code === 'runbook-html',
  )
  const at = (range = { start: 0, end: 0 }): string => source.slice(range.start, range.end)
  expect(one && `${at(one.range)} → ${at(one.related?.[0]?.range)}`).toBe(expected)
})
