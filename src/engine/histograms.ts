/** Native histograms in expressions. */
import type { Annotations } from './annotations.ts'
import type { Notes } from './binary/notes.ts'
import { Failure } from './failure.ts'
import type { FloatHistogram } from './histogram/types.ts'
import type { BinaryNode } from './plan-nodes.ts'
import type { Window } from './range/window.ts'
import type { Run } from './run.ts'

function pending(): never {
  throw new Failure('native histograms are not supported by this engine yet', 'refused')
}

export const negateHistogram = (_: FloatHistogram): FloatHistogram => pending()
export const scale = (_: FloatHistogram, __: number): FloatHistogram => pending()
export const variance = (_: FloatHistogram): number => pending()
export const equals = (_: FloatHistogram, __: FloatHistogram): boolean => pending()
export const detectReset = (_: FloatHistogram, __: FloatHistogram): boolean => pending()
export const sumHistograms = (_: Window): number => pending()
export const averageHistogram = (_: Window): number => pending()
export const histogramIncrease = (_: Window, __: boolean): FloatHistogram | undefined => pending()
export const addForRate = (_: Window, __: FloatHistogram, ___: FloatHistogram): FloatHistogram | undefined => pending()
export const extendedHistogramRate = (_: Window, __: boolean, ___: boolean): number => pending()
export function instantHistogram(
  _: Window,
  _before: FloatHistogram,
  _last: FloatHistogram,
  _isRate: boolean,
  _isReset: boolean,
  _interval: number,
): FloatHistogram | undefined {
  return pending()
}
interface Point {
  readonly histogram: FloatHistogram
  readonly time: number
}
export function interpolateForVector(
  _: Annotations,
  _before: Point,
  _next: Point,
  _time: number,
  _name: string,
  _place: number,
): FloatHistogram | undefined {
  return pending()
}
export function histogramQuantile(
  _q: number,
  _h: FloatHistogram,
  _name: string,
  _annotations: Annotations,
  _place: number,
): number {
  return pending()
}
export function histogramFraction(
  _lower: number,
  _upper: number,
  _h: FloatHistogram,
  _name: string,
  _annotations: Annotations,
  _place: number,
): number {
  return pending()
}
export const formatHistogram = (_: FloatHistogram): string => pending()

/** What an operator gives when at least one side is a histogram. */
export interface BinaryResult {
  readonly value: number | FloatHistogram
  readonly keep: boolean
  /** There is no result. */
  readonly error: boolean
}

export const binaryHistogram = (
  _run: Run,
  _node: BinaryNode,
  _left: number | FloatHistogram,
  _right: number | FloatHistogram,
  _notes: Notes,
  _step: number,
): BinaryResult => pending()
