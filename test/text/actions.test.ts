import { expect, test } from 'vitest'
import { actionsIn, labelChoice, labelsIn } from '../../src/text/actions.ts'

test.each([
  ['{{ $labels.a }}', ['a'], undefined],
  ['{{- or $labels.a "none" -}}', ['a'], 'none'],
  ['{{ or $labels.a $labels.b `n"o` }}', ['a', 'b'], 'n"o'],
  ['{{ or $labels.a $labels.b }}', ['a', 'b'], undefined],
  ['{{ or $labels.a "" $labels.b "x" }}', ['a', 'b'], 'x'],
  ['{{ or $labels.a "\\t}}" }}', ['a'], '\t}}'],
  // What follows a text that is not empty is never printed.
  ['{{ or $labels.a "x" $labels.b }}', ['a'], 'x'],
])('%s prints a label', (text, labels, otherwise) => {
  expect(labelChoice(actionsIn(text)[0]!)).toEqual({ labels, otherwise })
  expect(labelsIn(text)).toEqual(labels)
})

test.each([
  '{{ or "x" $labels.a }}',
  '{{ or $labels.a $value }}',
  '{{ or $labels.a | toUpper }}',
  '{{ $labels.a | toUpper }}',
  '{{ or ($labels.a) "x" }}',
  '{{ or }}',
  '{{ order $labels.a }}',
  '{{ or $labels.a "\\x41" }}',
])('%s does not, or is left to Prometheus', (text) => {
  expect(labelChoice(actionsIn(text)[0]!)).toBeUndefined()
})
