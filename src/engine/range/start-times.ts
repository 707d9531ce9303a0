/** Start times of counters. */

/** Whether a sample's start time shows a reset since the sample before. */
export function isStartReset(startBefore: number, timeBefore: number, start: number, time: number): boolean {
  // Unknown, invalid, or OpenTelemetry's unknown start.
  if (start === 0 || start >= time) return false
  if (start !== timeBefore) return start > timeBefore
  // Started at the previous sample: a reset for deltas, unless the previous start was unknown too.
  if (startBefore > timeBefore) return false
  return startBefore !== 0 && startBefore !== timeBefore
}

/** Whether the start times show a reset at a sample other than the first. */
export const startResetAt = (starts: Float64Array, times: Float64Array, at: number): boolean =>
  isStartReset(starts[at - 1] as number, times[at - 1] as number, starts[at] as number, times[at] as number)

/** Whether a sample's counter started before the previous sample, with another start time. */
export function startsOverlap(startBefore: number, timeBefore: number, start: number): boolean {
  return start !== 0 && start < timeBefore && start !== startBefore
}
