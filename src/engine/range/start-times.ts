/** Start times of counters: since when a sample has been counting. */

/** Whether the start time of a sample tells of a reset since the sample before. */
export function isStartReset(startBefore: number, timeBefore: number, start: number, time: number): boolean {
  // Unknown, invalid, or the unknown start of OpenTelemetry.
  if (start === 0 || start >= time) return false
  if (start !== timeBefore) return start > timeBefore
  // Counting since the sample before: a reset for deltas, unless the start before was not known either.
  if (startBefore > timeBefore) return false
  return startBefore !== 0 && startBefore !== timeBefore
}

/** Whether a sample says it began counting before the one before it, which began at another time. */
export function startsOverlap(startBefore: number, timeBefore: number, start: number): boolean {
  return start !== 0 && start < timeBefore && start !== startBefore
}
