import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  checkTemplate,
  isPlain,
  parseTemplate,
  plainLabels,
  templateLabels,
} from '../../src/template/index.ts'

/** Whether parsing and checking find nothing. */
function isClean(text: string, inLabel: boolean, version: string): boolean {
  const { tree, problems } = parseTemplate(text, { version })
  return tree !== undefined && problems.length === 0 && checkTemplate(tree, { inLabel }).length === 0
}

test.each<[text: string, inAnnotation: boolean, inLabel: boolean]>([
  ['', true, true],
  ['no action, with } and { and }}', true, true],
  ['{{ $labels.instance }} of {{$labels}}', true, true],
  ['{{ $labels.instance }} has {{ $value }}', true, false],
  ['{{ $value | humanize }} or {{$value|printf "%.2f"}}', true, false],
  ['{{ printf "%.0f" $value }}, {{humanize $value}}, {{ $value | humanizeDuration }}', true, false],
  ['{{ $value }}}', true, false],
  ['{{ $value | printf "%s" }}', false, false],
  ['{{ $value | printf "%.2f" | humanize }}', false, false],
  ['{{{ $value }}', false, false],
  ['{{ $value', false, false],
  ['{{ $values }}', false, false],
  ['{{ $labels.a.b }}', false, false],
  ['{{ $labels.a }} {{ $labels.b | toUpper }}', false, false],
  ['{{- $value }}', false, false],
])('%j is plain in an annotation: %s, in a label: %s', (text, inAnnotation, inLabel) => {
  expect(isPlain(text, { inLabel: false })).toBe(inAnnotation)
  expect(isPlain(text, { inLabel: true })).toBe(inLabel)
})

/** Pieces of templates; most texts of them are plain, and the others nearly so. */
const piece = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.constantFrom(
      '{{ $labels.a }}',
      '{{ $value }}',
      '{{$labels}}',
      ' text ',
      '\n',
      '{{ $value | humanize1024 }}',
      '{{$value|printf "%.1f"}}',
      '{{printf "%.9f" $value}}',
      '{{ humanize $value }}',
    ),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      '{{',
      '}}',
      '{',
      '}',
      '$',
      '-',
      ' ',
      '.',
      'labels',
      'value',
      '`',
      '"',
      '\0',
      'printf',
      'humanize',
      '|',
      '%.1f',
      'Duration',
    ),
  },
  { weight: 1, arbitrary: fc.string() },
)
const template = fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join(''))

test('in a plain template, parsing and checking find nothing, in any version', () => {
  fc.assert(
    fc.property(template, fc.boolean(), fc.constantFrom('2.30', '2.42', '3.14'), (text, inLabel, version) => {
      fc.pre(isPlain(text, { inLabel }))
      expect(isClean(text, inLabel, version)).toBe(true)
    }),
  )
})

test('a plain template has its labels where the whole template is read for them', () => {
  fc.assert(
    fc.property(template, (text) => {
      const labels = plainLabels(text)
      expect(labels !== undefined).toBe(isPlain(text, { inLabel: false }))
      fc.pre(labels !== undefined)
      expect(labels).toEqual(templateLabels(parseTemplate(text).tree!))
    }),
  )
})
