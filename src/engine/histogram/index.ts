/** Native histograms: `model/histogram` of Prometheus, and the functions of PromQL that estimate from them. */
export { addHistograms, type Combined, incompatibleSchema, subtractHistograms } from './add.ts'
export { allBuckets, negativeBuckets, positiveBuckets, usesCustomBuckets, zeroBucket } from './buckets.ts'
export { compact } from './compact.ts'
export { detectReset } from './detect-reset.ts'
export { histogramsEqual } from './equals.ts'
export { formatBucket, formatHistogram, histogramSize, testExpression } from './format.ts'
export { histogramFraction } from './fraction.ts'
export { type KahanCombined, kahanAdd } from './kahan-add.ts'
export {
  addClassicBucket,
  type ClassicSamples,
  convertClassic,
  createClassicSamples,
  setClassicCount,
  setClassicSum,
} from './nhcb.ts'
export { type Estimate, histogramQuantile } from './quantile.ts'
export { copyToSchema, reduceResolution } from './resolution.ts'
export { divideHistogram, hasOverflow, multiplyHistogram } from './scale.ts'
export { customBucketsSchema, isCustomBucketsSchema, isExponentialSchema } from './schema.ts'
export { trimBuckets } from './trim.ts'
export {
  type Bucket,
  type CounterResetHint,
  emptyHistogram,
  type FloatHistogram,
  type Span,
} from './types.ts'
export { validateHistogram } from './validate.ts'
export { histogramVariance } from './variance.ts'
