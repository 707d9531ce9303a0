/**
 * Functions of Go's package `math` whose results differ from JavaScript's in the last bits; equal to Go on amd64 to the
 * bit. The others (`sqrt`, `floor`, `ceil`, `trunc`, `abs`, and `%` for `math.Mod`) agree in both languages. On other
 * machines Go may fuse products and sums, and Prometheus' own results differ there.
 */
export { acos, asin, atan, atan2 } from './arc.ts'
export { exp, exp2 } from './exp.ts'
export { acosh, asinh, atanh, cosh, sinh, tanh } from './hyperbolic.ts'
export { log, log1p, log2, log10 } from './log.ts'
export { pow } from './pow.ts'
export { cos, sin, tan } from './trig.ts'
