/**
 * The type of a metric by naming conventions (prometheus.io/docs/practices/naming, and the exporters that most rules
 * use). Answers only if certain: a name that may be either gets no type.
 */
export type MetricKind = 'counter' | 'gauge'

/** The longest name that anything is concluded from: patterns look at every part of a name several times. */
const LONGEST = 200

/** Whether a name may follow a convention. */
export const isUsual = (name: string): boolean => name.length <= LONGEST

/**
 * Words for events, which are counted as they happen. Without one, a `…_total` may be a current number, as in
 * `node_md_disks_total` or `minio_cluster_drive_offline_total`. A set, because a pattern of all of them takes longer to
 * compile than a small file to check.
 */
const events: ReadonlySet<string> = new Set(
  `error errors err errs fail failure failures failed fault faults request requests reqs responses timeout timeouts timed_out
  restart restarts reboots drop drops dropped retries retried exception exceptions rejections rejected messages events evictions
  evicted oom ooms kill kills killed panics crash crashes crashed resets collisions aborts aborted lost discards
  discarded attempts hits miss misses missed calls queries seconds packets frames writes written written_bytes reads
  read_bytes operations ops expired denied refused commits rollbacks deadlocks notifications sent received receive_bytes
  transmit_bytes sent_bytes received_bytes processed handled completed accepted started reached occurrences violations
  corruption corruptions compactions reloads changes switches interrupts accesses logins samples records entries lines
  scrapes evaluations transactions elections invalid unsuccessful duplicates decisions executions invocations transitions lookups uploads downloads creations
  deletions truncations scans runs`.split(/\s+/),
)
const longerEvents = /(?:^|_)(?:retransmi\w+|oom_\w+|notifications_\w+|samples_\w+|leader_changes\w*)_total$/

/** How the names of gauges end. */
const states: ReadonlySet<string> = new Set(
  `created celsius volts ratio percent percentage timestamp timestamp_seconds info free_bytes avail_bytes available_bytes
  size_bytes used_bytes usage_bytes limit_bytes capacity_bytes in_use queue_length queue_size queue_depth temperature
  utilization score gauge health_status usage_percent goroutines replicas pending inflight in_flight`.split(
    /\s+/,
  ),
)

/** CloudWatch: the statistics of a period. */
const ofPeriod = /^aws_\w+_(?:sum|average|maximum|minimum|sample_?count)$/

/** Whether a metric is a statistic of a period by its name, which no rate is to be taken of. */
export const isOfPeriod = (name: string): boolean => ofPeriod.test(name)

const gauges: readonly RegExp[] = [
  /^(?:up|ALERTS)$/,
  /^(?:probe|kube)_(?!.*_(?:total|count|sum|bucket)$)/,
  /^node_(?:memory|filesystem|load\d|hwmon|power|time|timex|boot|uname|md_(?!.*_total)|nf_conntrack|thermal|os_|entropy)/,
  /^go_(?:goroutines|threads|info|gc_gogc_percent|gc_gomemlimit_bytes)$/,
  /^go_memstats_(?:alloc|heap|stack|sys|next_gc|mspan|mcache|other|buck_hash|gc_sys).*_bytes$/,
  /^process_(?:resident|virtual)_memory(?:_max)?_bytes$|^process_(?:open|max)_fds$|^process_start_time_seconds$/,
  ofPeriod,
  /^container_(?:memory_(?:working_set|usage|rss|cache|swap)(?:_bytes)?|spec_.*|fs_(?:usage|limit)_bytes)$/,
]

/** Whether a name ends with one of these words, which begins after a `_`; or is one, if `whole`. */
function endsWith(name: string, words: ReadonlySet<string>, whole: boolean): boolean {
  if (whole && words.has(name)) return true
  for (let at = name.indexOf('_'); at >= 0; at = name.indexOf('_', at + 1))
    if (words.has(name.slice(at + 1))) return true
  return false
}

/** The type of a metric where its name settles it; else undefined. */
export function metricKind(name: string): MetricKind | undefined {
  // The name of a recorded series tells how it was computed, not its type.
  if (name.includes(':') || !isUsual(name)) return undefined
  const isNow = /(?:^|_)(?:pending|waiting|queued|current|active|open|in_?flight|max)_/.test(name)
  if (isNow && /_(?:total|bucket)$/.test(name) && !name.endsWith('_seconds_total')) return undefined
  if (name.endsWith('_total')) {
    const isCount = endsWith(name.slice(0, -'_total'.length), events, true) || longerEvents.test(name)
    return isCount ? 'counter' : undefined
  }
  if (name.endsWith('_bucket') || /_(?:seconds|milliseconds|duration)_(?:count|sum)$/.test(name))
    return 'counter'
  return endsWith(name, states, false) || gauges.some((pattern) => pattern.test(name)) ? 'gauge' : undefined
}
