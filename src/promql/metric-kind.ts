/**
 * The type of a metric by naming conventions (prometheus.io/docs/practices/naming, and the exporters that most rules
 * use). Answers only if certain: a name that may be either gets no type.
 */
export type MetricKind = 'counter' | 'gauge'

/**
 * Words for events, which are counted as they happen. Without one, a `…_total` may be a current number, as in
 * `node_md_disks_total` or `minio_cluster_drive_offline_total`.
 */
const events =
  /(?:^|_)(?:errors?|err|fail(?:ures?|ed)?|faults?|requests?|reqs|responses|timeouts?|timed_out|restarts?|reboots|drop(?:s|ped)?|retries|retried|retransmi\w+|exceptions?|reject(?:ions|ed)|messages|events|evict(?:ions|ed)|ooms?|oom_\w+|kill(?:s|ed)?|panics|crash(?:es|ed)?|resets|collisions|abort(?:s|ed)|lost|discard(?:s|ed)|attempts|hits|miss(?:es|ed)?|calls|queries|seconds|packets|frames|writes|written|written_bytes|reads|read_bytes|operations|ops|expired|denied|refused|commits|rollbacks|deadlocks|notifications(?:_\w+)?|sent|received|receive_bytes|transmit_bytes|sent_bytes|received_bytes|processed|handled|completed|accepted|started|reached|occurrences|violations|corruptions?|compactions|reloads|changes|switches|interrupts|accesses|logins|samples(?:_\w+)?|records|entries|lines|scrapes|evaluations|transactions|elections|leader_changes\w*|invalid|unsuccessful)_total$/

const gauges: readonly RegExp[] = [
  /^up$/,
  /^(?:probe|kube)_(?!.*_(?:total|count|sum|bucket)$)/,
  /^node_(?:memory|filesystem|load\d|hwmon|power|time|timex|boot|uname|md_(?!.*_total)|nf_conntrack|thermal|os_|entropy)/,
  /^go_(?:goroutines|threads|info|gc_gogc_percent|gc_gomemlimit_bytes)$/,
  /^go_memstats_(?:alloc|heap|stack|sys|next_gc|mspan|mcache|other|buck_hash|gc_sys).*_bytes$/,
  /^process_(?:resident|virtual)_memory(?:_max)?_bytes$|^process_(?:open|max)_fds$|^process_start_time_seconds$/,
  /^container_(?:memory_(?:working_set|usage|rss|cache|swap)(?:_bytes)?|spec_.*|fs_(?:usage|limit)_bytes)$/,
  /_(?:celsius|volts|ratio|percent|percentage|timestamp|timestamp_seconds|info|free_bytes|avail_bytes|available_bytes|size_bytes|used_bytes|usage_bytes|limit_bytes|capacity_bytes|in_use|queue_length|queue_size|queue_depth|temperature|utilization|goroutines|replicas|pending|inflight|in_flight)$/,
]

/** The type of a metric where its name settles it; else undefined. */
export function metricKind(name: string): MetricKind | undefined {
  // The name of a recorded series tells how it was computed, not its type.
  if (name.includes(':')) return undefined
  const isNow = /(?:^|_)(?:pending|waiting|queued|current|active|open|in_?flight|max)_/.test(name)
  if (isNow && /_(?:total|bucket)$/.test(name)) return undefined
  if (name.endsWith('_total')) return events.test(name) ? 'counter' : undefined
  if (name.endsWith('_bucket')) return 'counter'
  return gauges.some((pattern) => pattern.test(name)) ? 'gauge' : undefined
}
