/**
 * An expression narrowed to one label value answers like the whole expression for that value, according to the engine.
 */
import { describe, expect, test } from 'vitest'
import { createStorage, evaluate, formatLabels, getLabel } from '../../src/engine/index.ts'
import { narrowable, parseExpr } from '../../src/promql/index.ts'

const storage = createStorage(
  ['a', 'b'].flatMap((instance) =>
    ['x', 'y'].flatMap((job) =>
      ['disk', 'size', 'flag'].flatMap((name, n) =>
        ['0.5', '+Inf'].map((le, i) => ({
          labels: { __name__: name, instance, job, le, cpu: String(i) },
          samples: [0, 1, 2, 3, 4].map((k) => ({
            time: k * 60_000,
            value: (k + 1) * (n + 2) * (instance === 'a' ? 3 : 5) * (job === 'x' ? 7 : 11) * (i + 1),
          })),
        })),
      ),
    ),
  ),
)

/** Expressions that can be narrowed by a label, and others. */
const NARROWED: readonly (readonly [expr: string, label: string])[] = [
  ['disk', 'instance'],
  ['disk{job="x"}', 'instance'],
  ['disk / size', 'instance'],
  ['-(disk / size) * 100', 'job'],
  ['disk / on (instance, job, le) size', 'job'],
  ['sum by (instance) (rate(disk[5m]))', 'instance'],
  ['sum without (cpu, le) (disk) / sum without (cpu, le) (size)', 'job'],
  ['sum by (instance) (disk) / on (instance) group_right sum by (instance, job) (size)', 'job'],
  ['sum by (job, instance) (disk) / on (instance) group_left sum by (instance) (size)', 'job'],
  ['histogram_quantile(0.9, sum by (le, job) (rate(disk[5m])))', 'job'],
  ['max_over_time(rate(disk[2m])[3m:1m])', 'instance'],
  ['disk and on (job) flag > 0', 'instance'],
  ['disk unless on (instance) flag > 1000', 'job'],
  ['disk or size', 'instance'],
  ['label_replace(disk, "host", "$1", "instance", "(.*)")', 'job'],
  ['quantile by (job) (0.5, disk)', 'job'],
  ['disk * scalar(size{instance="a",job="x",le="0.5"})', 'instance'],
]

const NOT: readonly (readonly [expr: string, label: string])[] = [
  ['sum(disk)', 'instance'],
  ['sum by (job) (disk)', 'instance'],
  ['topk(1, disk)', 'instance'],
  ['absent(disk)', 'job'],
  ['vector(1)', 'job'],
  ['label_replace(disk, "job", "z", "", "")', 'job'],
  ['count_values by (instance) ("job", disk)', 'job'],
  ['sum by (job) (disk) / on (job) sum by (job) (size)', 'instance'],
  ['histogram_quantile(0.9, disk)', 'le'],
  ['1', 'job'],
]

/** Results as text, optionally only those with one label value. */
function results(expr: string, only?: readonly [label: string, value: string]): string[] {
  const { value, error } = evaluate(expr, storage, { at: 240_000 })
  if (value?.type !== 'vector') throw new Error(`${expr}: ${error?.message}`)
  return value.samples
    .filter(({ labels }) => only === undefined || getLabel(labels, only[0]) === only[1])
    .map(({ labels, value }) => `${formatLabels(labels)} ${value}`)
    .sort()
}

describe('narrowed by a label', () => {
  test.each(NARROWED)('%s by %s', (text, label) => {
    const selectors = narrowable(parseExpr(text).expr!, label)
    expect(selectors).toBeDefined()
    for (const value of ['a', 'b', 'x', 'y']) {
      let narrow = text
      for (const { name, nameRange, range } of [...selectors!].sort(
        (a, b) => b.range.start - a.range.start,
      )) {
        const open = narrow.indexOf('{', range.start)
        const at = nameRange?.end ?? range.start
        const matcher = `${label}="${value}"`
        narrow =
          open >= 0 && open === at
            ? `${narrow.slice(0, open + 1)}${matcher},${narrow.slice(open + 1)}`
            : `${narrow.slice(0, at)}{${matcher}}${narrow.slice(at)}`
        expect(name).toBeDefined()
      }
      expect(results(narrow), narrow).toEqual(results(text, [label, value]))
    }
  })

  test.each(NOT)('%s cannot be narrowed by %s', (text, label) => {
    expect(narrowable(parseExpr(text).expr!, label)).toBeUndefined()
  })
})
