/** Annotations about ranges that hold both floats and histograms. */
import { inform, warn } from '../annotations.ts'
import { quoteGo } from '../go-text.ts'
import { metricNameOf } from '../labels.ts'
import type { Window } from './window.ts'

export const nameIn = (w: Pick<Window, 'series'>): string => quoteGo(metricNameOf(w.series.labels))

export const hasFloats = (w: Window): boolean => w.to > w.from
export const hasHistograms = (w: Window): boolean => w.histogramTo > w.histogramFrom

/** Whether a range holds both; that is reported, and there is no result. */
export function isMixed(w: Window): boolean {
  const mixed = hasFloats(w) && hasHistograms(w)
  if (mixed) warnMixed(w)
  return mixed
}

export function warnMixed(w: Pick<Window, 'series' | 'shared' | 'place'>): void {
  const message = `encountered a mix of histograms and floats for metric name ${nameIn(w)}`
  warn(w.shared.annotations, message, w.place)
}

/** Reports that histograms were ignored. */
export function informIgnored(w: Window, place: number = w.place): void {
  const message = `ignored histograms in a range containing both floats and histograms for metric name ${nameIn(w)}`
  if (w.shared.semantics.ignoredInfo) inform(w.shared.annotations, message, place)
}
