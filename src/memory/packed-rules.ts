/** Groups of rules, packed: see `packed-text.ts`. */
import type { Rule, RuleGroup } from '../model.ts'
import {
  type Every,
  type Maybe,
  maybe,
  type PackedField,
  type PackedRange,
  packField,
  packRange,
  perhaps,
  unpackField,
  unpackRange,
} from './packed-text.ts'

type PackedRule = readonly [
  range: PackedRange,
  alert: Maybe<PackedField>,
  record: Maybe<PackedField>,
  expr: Maybe<PackedField>,
  wait: Maybe<PackedField>,
  keepFiringFor: Maybe<PackedField>,
  labels: readonly PackedField[],
  annotations: readonly PackedField[],
  labelsRange: Maybe<PackedRange>,
  annotationsRange: Maybe<PackedRange>,
  unknown: Rule['unknown'],
  broken: 0 | 1,
]

const packRule = (rule: Rule): PackedRule => [
  packRange(rule.range),
  maybe(rule.alert, packField),
  maybe(rule.record, packField),
  maybe(rule.expr, packField),
  maybe(rule.for, packField),
  maybe(rule.keepFiringFor, packField),
  rule.labels.map(packField),
  rule.annotations.map(packField),
  maybe(rule.labelsRange, packRange),
  maybe(rule.annotationsRange, packRange),
  rule.unknown,
  rule.broken ? 1 : 0,
]

const unpackRule = (packed: PackedRule): Rule =>
  ({
    range: unpackRange(packed[0]),
    alert: perhaps(packed[1], unpackField),
    record: perhaps(packed[2], unpackField),
    expr: perhaps(packed[3], unpackField),
    for: perhaps(packed[4], unpackField),
    keepFiringFor: perhaps(packed[5], unpackField),
    labels: packed[6].map(unpackField),
    annotations: packed[7].map(unpackField),
    labelsRange: perhaps(packed[8], unpackRange),
    annotationsRange: perhaps(packed[9], unpackRange),
    unknown: packed[10],
    broken: packed[11] === 1 ? true : undefined,
  }) satisfies Every<Rule> as Rule

export type PackedGroup = readonly [
  range: PackedRange,
  name: Maybe<PackedField>,
  interval: Maybe<PackedField>,
  queryOffset: Maybe<PackedField>,
  limit: Maybe<PackedField>,
  labels: readonly PackedField[],
  labelsRange: Maybe<PackedRange>,
  rules: readonly PackedRule[],
  unknown: RuleGroup['unknown'],
  broken: 0 | 1,
  object: number | null,
]

export const packGroup = (group: RuleGroup): PackedGroup => [
  packRange(group.range),
  maybe(group.name, packField),
  maybe(group.interval, packField),
  maybe(group.queryOffset, packField),
  maybe(group.limit, packField),
  group.labels.map(packField),
  maybe(group.labelsRange, packRange),
  group.rules.map(packRule),
  group.unknown,
  group.broken ? 1 : 0,
  group.object ?? null,
]

export const unpackGroup = (packed: PackedGroup): RuleGroup =>
  ({
    range: unpackRange(packed[0]),
    name: perhaps(packed[1], unpackField),
    interval: perhaps(packed[2], unpackField),
    queryOffset: perhaps(packed[3], unpackField),
    limit: perhaps(packed[4], unpackField),
    labels: packed[5].map(unpackField),
    labelsRange: perhaps(packed[6], unpackRange),
    rules: packed[7].map(unpackRule),
    unknown: packed[8],
    broken: packed[9] === 1 ? true : undefined,
    object: packed[10] ?? undefined,
  }) satisfies Every<RuleGroup> as RuleGroup
