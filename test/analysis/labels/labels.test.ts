/** The label model on single expressions: the status of a label, and the deciding characters. */
import { expect, test } from 'vitest'
import { labelStatus, labelsOf } from '../../../src/analysis/index.ts'
import { parseExpr } from '../../../src/promql/index.ts'

const options = {
  enableExperimentalFunctions: true,
  enableBinopFillModifiers: true,
  enableExtendedRangeSelectors: true,
}

/** One claim per line, columns separated by at least two spaces: expression, label, status, deciding characters. */
function table(title: string, lines: string): void {
  test.each(
    lines
      .trim()
      .split('\n')
      .map((line) => line.trim().split(/ {2,}/) as [string, string, string, string]),
  )(`${title}: %s  %s  %s`, (text, label, status, decides) => {
    const { expr, problems } = parseExpr(text, options)
    expect(problems).toEqual([])
    const found = labelStatus(labelsOf(expr!), label)
    const { start, end } = found.reason.range
    expect([found.status, text.slice(start, end)]).toEqual([status, decides])
  })
}

table(
  'selectors',
  String.raw`
  up                             job       possible  up
  up                             __name__  sure      up
  {job="a"}                      __name__  possible  {job="a"}
  {"my metric"}                  __name__  sure      "my metric"
  {__name__=~"a|b"}              __name__  sure      __name__=~"a|b"
  up{job="a"}                    job       sure      job="a"
  up{job="a"}                    other     possible  up{job="a"}
  up{job=""}                     job       never     job=""
  up{job!=""}                    job       sure      job!=""
  up{job!="a"}                   job       possible  up{job!="a"}
  up{job=~".+"}                  job       sure      job=~".+"
  up{job=~".*"}                  job       possible  up{job=~".*"}
  up{job=~"a|b"}                 job       sure      job=~"a|b"
  up{job=~"a|"}                  job       possible  up{job=~"a|"}
  up{job=~"a|",job!=""}          job       sure      job!=""
  up{job=~"|"}                   job       never     job=~"|"
  up{job!~".+"}                  job       never     job!~".+"
  up{job!~"a|"}                  job       sure      job!~"a|"
  up{job!~"a"}                   job       possible  up{job!~"a"}
  up{job=~"\\b"}                 job       possible  up{job=~"\\b"}
  rate(up{job="a"}[5m] offset 1h)  job     sure      job="a"
  `,
)

table(
  'aggregation',
  `
  sum(up{job="a"})                    job       never     sum
  sum by (job) (up)                   job       possible  up
  sum by (job) (up{job="a"})          job       sure      job="a"
  sum by (job) (up)                   instance  never     by (job)
  SUM BY () (up)                      job       never     BY ()
  sum by (__name__) (up)              __name__  sure      up
  sum by (__name__) (-up)             __name__  never     -
  sum without (job) (up)              job       never     job
  sum without (job) (up)              instance  possible  up
  sum without (job) (up)              __name__  never     sum
  quantile by (job) (0.9, up)         instance  never     by (job)
  topk(3, up{job="a"})                job       sure      job="a"
  topk by (job) (3, up)               instance  possible  up
  topk by (job) (3, up)               __name__  sure      up
  bottomk(3, sum by (job) (up))       instance  never     by (job)
  limitk(3, up{job="a"})              job       sure      job="a"
  limit_ratio(0.5, up{job="a"})       __name__  sure      up
  count_values("v", up)               v         sure      "v"
  count_values("v", up{job="a"})      job       never     count_values
  count_values by (job) ("v", up)     v         sure      "v"
  count_values by (job) ("v", up)     instance  never     by (job)
  count_values without (job) ("v", up)  v         sure   "v"
  count_values without (v) ("v", up)  v         never     v
  `,
)

table(
  'functions',
  `
  rate(up[5m])                                  __name__  never     rate
  rate(up{job="a"}[5m])                         job       sure      job="a"
  last_over_time(up[5m])                        __name__  sure      up
  first_over_time(up[5m])                       __name__  sure      up
  max_over_time(sum by (job) (up)[1h:5m])       instance  never     by (job)
  sort_desc(up)                                 __name__  sure      up
  sort_by_label(up{job="a"}, "job")             job       sure      job="a"
  timestamp(up)                                 __name__  never     timestamp
  clamp_max(up{job="a"}, scalar(x))             job       sure      job="a"
  vector(scalar(up{job="a"}))                   job       never     vector
  scalar(up{job="a"})                           job       never     scalar(up{job="a"})
  time()                                        job       never     time()
  hour()                                        job       never     hour
  hour(up{job="a"})                             job       sure      job="a"
  histogram_quantile(0.9, rate(b[5m]))          le        never     histogram_quantile
  histogram_quantile(0.9, sum by (le, job) (b))  instance  never    by (le, job)
  histogram_quantiles(b, "q", 0.5, 0.9)         q         sure      "q"
  histogram_quantiles(b, "q", 0.5, 0.9)         le        never     histogram_quantiles
  info(sum by (job) (up))                       version   possible  info
  info(up{job="a"})                             job       sure      job="a"
  info(sum by (job) (up), {version=~".+"})      version   possible  info
  info(sum by (job) (up), {version=~".+"})      pod       never     by (job)
  `,
)

table(
  'absent',
  `
  absent(up{job="a"})                  job       sure   job="a"
  absent((up{job="a"}))                job       sure   job="a"
  absent(up{job="a"})                  instance  never  absent
  absent(up{job="a"})                  __name__  never  absent
  absent(up{job=~"a"})                 job       never  absent
  absent(up{job=""})                   job       never  job=""
  absent(up{job="a",job="b"})          job       never  job="b"
  absent(up{job="a",job!="b"})         job       never  job!="b"
  absent(up{job!="b",job="a"})         job       sure   job="a"
  absent(sum(up{job="a"}))             job       never  absent(sum(up{job="a"}))
  absent(rate(up{job="a"}[5m]))        job       never  absent(rate(up{job="a"}[5m]))
  absent_over_time(up{job="a"}[5m])    job       sure   job="a"
  absent_over_time(up{job="a"}[5m:])   job       never  absent_over_time(up{job="a"}[5m:])
  `,
)

table(
  'label_replace and label_join',
  String.raw`
  label_replace(up, "d", "const", "", "")                    d    sure      "d"
  label_replace(up, "d", "const", "job", ".*")               d    sure      "d"
  label_replace(up, "d", "const", "job", "a")                d    possible  "d"
  label_replace(up, "d", "$1", "job", "(.*)")                d    possible  "d"
  label_replace(up{job="a"}, "d", "$1", "job", "(.*)")       d    sure      "d"
  label_replace(up{job="a"}, "d", "$1", "job", "^(.*)$")     d    sure      "d"
  label_replace(up{job="a"}, "d", "$1", "job", "(.*):.*")    d    possible  "d"
  label_replace(up{job="a"}, "job", "$1", "job", "(.+):.*")  job  sure      "job"
  label_replace(up{job="a"}, "job", "$1", "job", "(.*):.*")  job  possible  "job"
  label_replace(up{job="a"}, "d", "$2", "job", "(.*)")       d    never     "d"
  label_replace(up{job="a"}, "d", "$1x", "job", "(.*)")      d    never     "d"
  label_replace(up{job="a"}, "job", "", "job", ".*")         job  never     "job"
  label_replace(up, "job", "", "job", ".*")                  job  never     "job"
  label_replace(up, "job", "", "job", "a")                   job  possible  "job"
  label_replace(sum(up), "d", "$1", "job", "(.+)")           d    never     sum
  label_replace(up, "d", "x", "job", "\\b")                  d    possible  "d"
  label_replace(rate(a[5m]), "d", "$1", "__name__", "(.+)")  d    possible  "d"
  label_join(up, "d", "-", "job", "instance")                d    sure      "d"
  label_join(up, "d", "", "job", "instance")                 d    possible  "d"
  label_join(up{job="a"}, "d", "", "job", "instance")        d    sure      "d"
  label_join(sum by (job) (up), "d", "", "x", "y")           d    never     "d"
  label_join(up, "d", "-")                                   d    never     "d"
  `,
)

table(
  'operators',
  `
  up{job="a"} * 2                                 job       sure      job="a"
  up * 2                                          __name__  never     *
  up > 2                                          __name__  sure      up
  2 < bool up                                     __name__  never     <
  a atan2 b                                       __name__  possible  atan2
  a atan2 on (job) b                              __name__  never     on (job)
  -up                                             __name__  never     -
  +up                                             __name__  sure      up
  1 + 2                                           job       never     1 + 2
  a / b{job="a"}                                  job       sure      job="a"
  a / sum by (job) (b)                            instance  never     by (job)
  a > b                                           __name__  sure      a
  a / on (job) b                                  instance  never     on (job)
  a > on (job) b                                  __name__  never     on (job)
  a / on (job) b{job="a"}                         job       sure      job="a"
  a / ignoring (job) b{job="a"}                   job       never     job
  a{x="1"} / ignoring (job) b{y="1"}              y         sure      y="1"
  a * on (job) group_left () b{x="1"}             x         possible  a
  a * on (job) group_left (x) b{x="1"}            x         sure      x
  a{x="1"} * on (job) group_left (x) sum by (job) (b)  x  never  x
  a * on (job) group_left (x) b{job="a"}          job       sure      job="a"
  a{x="1"} * on (job) group_right (y) b           x         possible  b
  a{y="1"} * on (job) group_right (y) b           y         sure      y
  a * ignoring (x) group_left () sum without (x) (b)  x      possible  a
  sum by (job) (a) + fill (0) sum by (job) (b)    instance  never     by (job)
  a{job="a"} + fill_right (0) b                   job       sure      job="a"
  a{job="a"} + fill_left (0) b                    job       possible  b
  a + fill_right (0) b{job="a"}                   job       possible  a
  a + on (x) group_left (y) fill_right (0) b{y="1"}  y    possible    y
  `,
)

table(
  'sets',
  `
  a and b{job="a"}                     job       sure      job="a"
  a and sum by (job) (b)               instance  never     by (job)
  a and on (x) b{job="a"}              job       possible  a
  a and on (job) b{job="a"}            job       sure      job="a"
  a and ignoring (job) b{job="a"}      job       possible  a
  a and b                              __name__  sure      a
  a{job="a"} unless b{job=""}          job       sure      job="a"
  a unless sum(b)                      job       possible  a
  a{job="a"} or b{job="b"}             job       sure      job="a"
  a{job="a"} or b                      job       possible  b
  a{job="a"} or vector(0)              job       possible  vector
  sum by (job) (a) or sum by (x) (b)   y         never     by (job)
  sum by (job) (a) or sum by (x) (b)   x         possible  by (job)
  sum(a) or sum(b) or count by (x) (c)  x        possible  sum
  `,
)

test('a reason can be read on its own', () => {
  const text = 'sum by (job) (rate(a[5m])) / on (job) group_left (team) owner{team!=""} or vector(0)'
  const model = labelsOf(parseExpr(text).expr!)
  expect(['job', 'team', 'pod'].map((label) => labelStatus(model, label).reason.text)).toEqual([
    'the right side of `or` is without it: `vector` returns no labels',
    'the right side of `or` is without it: `vector` returns no labels',
    '`sum by (job)` keeps only `job`',
  ])
})
