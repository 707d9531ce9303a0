/**
 * Turns the result of a recording rule's expression into samples. Mirrors `RecordingRule.Eval` (`rules/recording.go`).
 */
import { type Labels, labelsOf, type VectorSample } from '../engine/index.ts'
import { within } from '../text/once.ts'
import type { Recorded, RuleResult } from './alerting.ts'
import { pairsOf } from './labels.ts'
import type { RuleSpec } from './rules.ts'

export interface RecordingState {
  update(result: readonly VectorSample[], limit: number): RuleResult
}

const DUPLICATE = 'vector contains metrics with the same labelset after applying rule labels'

export function createRecording(spec: RuleSpec): RecordingState {
  const made = new Map<string, Labels>()
  const labelsFor = (labels: Labels): Labels =>
    within(made, labels.key, () => labelsOf([...pairsOf(labels), ['__name__', spec.name], ...spec.labels]))
  return {
    update(result, limit) {
      const seen = new Set<string>()
      const samples: Recorded[] = []
      for (const { labels, value, histogram } of result) {
        const own = labelsFor(labels)
        if (seen.has(own.key)) return { error: DUPLICATE }
        seen.add(own.key)
        samples.push({ labels: own, value: histogram ?? value })
      }
      if (limit > 0 && samples.length > limit) {
        return { error: `exceeded limit of ${limit} with ${samples.length} series` }
      }
      return { samples }
    },
  }
}
