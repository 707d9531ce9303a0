/** Arguments of `label_replace` that cannot do what they seem to: anchors that it has anyway, groups that are not there. */

import type { Call, Expr, StringLiteral } from '../promql/ast.ts'
import { quote } from '../promql/go.ts'
import { readPattern } from '../promql/regex-facts.ts'
import { matchesText } from '../promql/regex-list.ts'
import { partsOf } from '../promql/walk.ts'
import { stringOf } from './labels/calls.ts'
import { labelStatus, labelsOf } from './labels/labels.ts'
import { heldMatchers, heldTo } from './labels/matchers.ts'
import type { Remark } from './reasoned.ts'
import { withoutAnchors } from './regexp-style.ts'

/** What is wrong with the regular expressions and replacements of an expression's `label_replace`, in text order. */
export function replaceProblems(expr: Expr): Remark[] {
  return partsOf(expr).flatMap((node) => {
    if (node.kind !== 'call') return []
    return node.func === 'label_replace' ? judge(node) : node.func === 'label_join' ? fromNothing(node) : []
  })
}

function judge({ args: [vector, ...given] }: Call): Remark[] {
  const [, replacement, source, regex] = given.map(stringOf)
  if (!vector || !replacement || !source || !regex) return []
  return [...groupless(replacement, regex), ...anchored(regex), ...unmatched(vector, source, regex)]
}

/** A source label that the series do not have, or that has one value which does not match. */
function unmatched(vector: Expr, source: StringLiteral, regex: StringLiteral): Remark[] {
  const label = source.value
  const { status, reason } = labelStatus(labelsOf(vector), label)
  if (label !== '' && status === 'never' && matchesText(regex.value, '') === false) {
    return [
      {
        range: source.range,
        text: `\`label_replace\` never replaces anything: its series have no \`${label}\`, as ${reason.text}`,
        hint: `keep \`${label}\`, or replace before the aggregation`,
      },
    ]
  }
  const held = heldTo(heldMatchers(vector), label)
  if (held === undefined || matchesText(regex.value, held.value) !== false) return []
  return [
    {
      range: regex.range,
      text: `\`label_replace\` never replaces anything: \`${label}\` is ${quote(held.value)} on all series, which ${quote(regex.value)} does not match`,
      hint: 'correct the regular expression, or the matcher',
    },
  ]
}

/** `label_join(x, "key", ",")`: without sources, the label becomes empty. */
function fromNothing({ args, funcRange }: Call): Remark[] {
  if (args.length !== 3) return []
  return [
    {
      range: funcRange,
      text: '`label_join` is given no labels to join, so what it writes is empty',
      hint: 'list the labels after the separator',
    },
  ]
}

function anchored({ value, range }: StringLiteral): Remark[] {
  const inner = withoutAnchors(value)
  if (inner === value || inner === '') return []
  return [
    {
      range,
      text: `\`label_replace\` anchors ${quote(value)} at both ends anyway: \`^\` and \`$\` add nothing`,
      hint: `write ${quote(inner)}`,
    },
  ]
}

/** What Go takes for a reference: `$name` is as long as letters, digits and `_` follow. */
const reference = /\$\$|\$(?:\{([\p{L}\p{Nd}_]+)\}|([\p{L}\p{Nd}_]+))/gu

function groupless({ value, range }: StringLiteral, regex: StringLiteral): Remark[] {
  const pattern = readPattern(regex.value)
  if (pattern === undefined) return []
  const sed = /\\[1-9]/.exec(value)
  if (sed) {
    return [
      {
        range,
        text: `\`${sed[0]}\` is written into the label as it is: Prometheus knows groups as \`$1\``,
        hint: `write ${quote(value.replace(/\\([1-9])/g, '$${$1}'))}`,
      },
    ]
  }
  for (const [mark, braced, open] of value.matchAll(reference)) {
    const name = braced ?? open
    if (name === undefined || pattern.hasGroup(name)) continue
    const [, number, rest] = /^(\d+)(\D.*)$/.exec(name) ?? []
    if (number !== undefined && pattern.hasGroup(number)) {
      return [
        {
          range,
          text: `\`${mark}\` is the group named \`${name}\`, which ${quote(regex.value)} does not have, so it is always empty`,
          hint: `write \`\${${number}}${rest}\``,
        },
      ]
    }
    return [
      {
        range,
        text: `\`${mark}\` is always empty: ${quote(regex.value)} has no such group`,
        hint: /^\d+$/.test(name)
          ? 'put what is wanted into parentheses, and count them from 1'
          : `write \`(?P<${name}>…)\` around what is wanted, or a number`,
      },
    ]
  }
  return []
}
