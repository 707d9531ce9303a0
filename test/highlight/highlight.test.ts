import fc from 'fast-check'
import { toHtml } from 'hast-util-to-html'
import { describe, expect, it } from 'vitest'
import { fence, highlight, pieces, slotsIn, takesSlots } from '../../src/highlight/index.ts'
import { toText } from './text.ts'

const LANGUAGES = [
  'bash',
  'console',
  'promql',
  'logql',
  'sql',
  'yaml',
  'json',
  'alloy',
  'go-template',
  'text',
  '',
  'unknown',
]

/** Text that resembles code: quotes, brackets, comments, slots in odd places. */
const code = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        ...[
          '"',
          "'",
          '`',
          '$(',
          ')',
          '${',
          '}',
          '{',
          '#',
          '//',
          '/*',
          '*/',
          '\\',
          '\n',
          ' ',
          '|',
          '<<EOF',
          'EOF',
          '$ ',
          '# ',
        ],
        ...[
          '{{ $labels.instance }}',
          '{{$labels.job}}',
          '{{ $value }}',
          'expr: |',
          '- alert: X',
          'rate(x[5m])',
          '=~',
          '> 1',
          '--',
          '\r',
        ],
      ),
      fc.string({ unit: 'grapheme', maxLength: 5 }),
    ),
    { maxLength: 30 },
  )
  .map((parts) => parts.join(''))

describe('laws', () => {
  it.each(LANGUAGES)('%s: shows exactly the text, slots by their label', (language) => {
    fc.assert(
      fc.property(code, (text) => {
        const expected = takesSlots(language)
          ? slotsIn(text).reduceRight(
              (out, { start, end, label }) => `${out.slice(0, start)}<${label}>${out.slice(end)}`,
              text,
            )
          : text
        expect(toText(highlight(language, text))).toBe(expected)
      }),
      { numRuns: 300 },
    )
  })
})

/** Each line: code in pieces, written `kind(text)`, and `kind[label@context]` for slots. */
const shown = (language: string, text: string): string =>
  pieces(language, text)
    .map((piece) =>
      'label' in piece
        ? `[${piece.label}@${piece.context}]`
        : piece.kind
          ? `${piece.kind}(${piece.text})`
          : piece.text,
    )
    .join('')

describe('slots know what surrounds them', () => {
  it.each([
    ['bash', 'ssh {{ $labels.a }}', 'f(ssh) [a@plain]'],
    ['bash', 'echo "{{ $labels.a }}"', 'f(echo) s(")[a@shell-double]s(")'],
    ['bash', "echo '{{ $labels.a }}'", "f(echo) s(')[a@shell-single]s(')"],
    ['bash', 'echo "$(cat {{ $labels.a }})"', 'f(echo) s(")$(f(cat) [a@plain])s(")'],
    ['bash', 'echo `cat {{ $labels.a }}`', 'f(echo) v(`cat )[a@plain]v(`)'],
    ['bash', 'echo ok # {{ $labels.a }}', 'f(echo) ok c(# )[a@none]'],
    ['bash', 'cat <<E\n{{ $labels.a }}\nE\nls', 'f(cat) o(<<E)s(\n)[a@none]s(\nE)\nf(ls)'],
    ['promql', 'x{a="{{ $labels.a }}"}', 'm(x){l(a)o(=)s(")[a@promql-double]s(")}'],
    ['promql', "x{a=~'{{ $labels.a }}'}", "m(x){l(a)o(=~)s(')[a@promql-single-regex]s(')}"],
    ['promql', '{{ $labels.a }} > 1', '[a@name] o(>) n(1)'],
    ['sql', "select '{{ $labels.a }}'", "k(select) s(')[a@sql-single]s(')"],
    ['text', 'host {{ $labels.a }}', 'host [a@plain]'],
    ['yaml', 'a: {{ $labels.a }}', 't(a): v({{ $labels.a }})'],
    ['unknown', '{{ $labels.a }}', '{{ $labels.a }}'],
  ])('%s: %s', (language, text, expected) => {
    expect(shown(language, text)).toBe(expected)
  })
})

describe('terminals', () => {
  it.each([
    [
      'prompts and what they printed',
      '$ ls -l\ntotal 0\n$ pwd',
      'prompt($ )f(ls) l(-l)\noutput(total 0)\nprompt($ )f(pwd)',
    ],
    [
      'a prompt with host and folder',
      'root@db1:~# df\nFilesystem',
      'prompt(root@db1:~# )f(df)\noutput(Filesystem)',
    ],
    ['a command over two lines', '$ a \\\n  b\nout', 'prompt($ )f(a) \\\n  b\noutput(out)'],
    ['a bare number sign', '# ls\nout', 'c(# ls)\nf(out)'],
    ['no prompt at all', 'ls\n# why\npwd', 'f(ls)\nc(# why)\nf(pwd)'],
    ['a comment beside prompts', '$ ls\n# why', 'prompt($ )f(ls)\noutput(# why)'],
  ])('%s', (_, text, expected) => {
    expect(shown('console', text)).toBe(expected)
  })
})

describe('languages', () => {
  it.each([
    [
      'promql',
      'sum by (job) (rate(x[5m] offset 1h)) > bool 0.5',
      'f(sum) k(by) (l(job)) (f(rate)(m(x)[n(5m)] k(offset) n(1h))) o(>) k(bool) n(0.5)',
    ],
    [
      'yaml',
      'expr: |\n  rate(x[5m]) > 1\nfor: 5m',
      't(expr): o(|)\n  f(rate)(m(x)[n(5m)]) o(>) n(1)\nt(for): n(5m)',
    ],
    ['yaml', "expr: 'up == 0' # why", "t(expr): 'm(up) o(==) n(0)'c( # why)"],
    ['json', '{"a": "b", "c": null}', '{t("a"): s("b"), t("c"): k(null)}'],
    [
      'river',
      'loki.write "x" {\n  url = env("A") // c\n}',
      'm(loki.write) s("x") {\n  l(url) = f(env)(s("A")) c(// c)\n}',
    ],
    ['go-template', 'a {{ .Value }} b', 'a v({{ .Value }}) b'],
  ])('%s: %s', (language, text, expected) => {
    expect(shown(language, text)).toBe(expected)
  })
})

it('is one block that a keyboard can reach', () => {
  expect(toHtml(fence('sh', 'ls'))).toBe(
    '<pre class="code" tabindex="0" data-language="shell"><code><span class="f">ls</span></code></pre>',
  )
})
