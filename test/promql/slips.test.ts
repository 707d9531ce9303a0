/** Slips of authors who know other languages: what the hint tells them to write. */
import { describe, expect, test } from 'vitest'
import { parseExpr } from '../../src/promql/index.ts'

const table: readonly (readonly [expression: string, hint: string])[] = [
  [
    'up{my-label="a"} == 0',
    'a name with `-` needs quotes: write `"my-label"`, or `my_label` if that is its name',
  ],
  [
    'sum by (my-label) (up)',
    'a name with `-` needs quotes: write `"my-label"`, or `my_label` if that is its name',
  ],
  ['sum by my_label (up)', 'write `(my_label)`'],
  ['x > 1GB', 'PromQL has no units of size: write `1e9`'],
  ['x > 5MB', 'PromQL has no units of size: write `5e6`'],
  ['x > 5%', '`%` is the remainder of a division: write 5% as `0.05`'],
  ['x > 1,000', 'write `1000`'],
  ['x <> 5', 'write `!=`'],
  ['x => 5', 'write `>=`'],
  ['x =< 5', 'write `<=`'],
  ['x && y', 'write `and`'],
  ['x || y', 'write `or`'],
  ['!x', 'there is no negation: write `… == 0`, or `absent(…)` for what is missing'],
  ['x = 5', 'compare with `==`; match labels inside braces: `{label="value"}`'],
  ['up = 0', 'compare with `==`; match labels inside braces: `{label="value"}`'],
  ['up{job=“a”} == 0', 'write `"`'],
  ['up{job=‘a’} == 0', 'write `"`'],
  ['rate(x)[5m]', 'write the window inside: `rate(x[5m])`'],
  ['rate(x[5m)]', 'close the window with `]`'],
  ['rate(x, 5m)', 'write the window in brackets: `rate(x[5m])`'],
  ['rate(x[5 m])', 'write `5m`'],
  ['rate(x[5min])', 'write `5m`'],
  ['rate(x[1hour])', 'write `1h`'],
  ['sum(x by (y))', 'write it outside of the parentheses: `sum by (…) (…)`'],
  ['sum(x) by y', 'write `(y)`'],
  ['sum(x by y)', 'write it outside of the parentheses: `sum by (…) (…)`'],
  ['up{job="a" instance="b"}', 'is a comma missing before `instance`?'],
  ['up{job="a",,instance="b"}', 'remove one of the commas'],
  ['up{job="a"; instance="b"}', 'write a comma between matchers'],
  ['sum by (a b) (x)', 'is a comma missing before `b`?'],
  ['histogram_quantile(0.9 rate(x_bucket[5m]))', 'is a comma missing before `rate`?'],
  ['select * from up', 'PromQL is not SQL: a metric alone selects all its series'],
  ['x NOT y', 'write `unless`'],
  ['not x', 'there is no negation: write `… == 0`, or `absent(…)` for what is missing'],
  ['x is null', 'write `absent(…)` for what is missing, `== …` for a value'],
  ['x in (1,2)', 'write a condition on a label in braces: `x{label=~"a|b"}`'],
  ['x between 1 and 2', 'write two comparisons: `x > 1 < 2`'],
  ['x like "a"', 'write a condition on a label in braces: `x{label=~"a|b"}`'],
  ['up{job like "a"}', 'write a regular expression: `{label=~"a|b"}`'],
  ['up{job == "a"}', 'write one `=`'],
  ['up{job ~ "a"}', 'write `=~`'],
  ['up{job in ("a","b")}', 'write a regular expression: `{label=~"a|b"}`'],
  ['up{job is "a"}', 'write `=`'],
  ['up{job: "a"}', 'write `=` between a label and its value'],
  ['up{"job": "a"}', 'write `=` between a label and its value'],
  ['up{job=a}', 'put the value in quotes'],
  ["up{job='a}", "add `'`"],
  ['avg(x, 5m)', 'write `avg(vector)`'],
  ['x > 5 for 5m', '`for` is a field of the rule: write it on a line of its own'],
  ['x > 5 unless on y', 'write `(y)`'],
  ['x / on job y', 'write `(job)`'],
  ['x group by job', 'write the grouping after an aggregation: `sum by (label) (…)`'],
  ['sum(x) group by (job)', 'write the grouping after an aggregation: `sum by (label) (…)`'],
  ['count(*)', 'name what is counted: `count(up)`'],
  ['sum x', 'write parentheses: `sum(…)`'],
  ['rate x[5m]', 'write parentheses: `rate(…)`'],
  ['x[5m] > 5', 'take a function of the range, such as `rate(…)`'],
  ['mean(x)', 'write `avg(…)`, or `avg_over_time(…[5m])` for the mean over time'],
  ['average(x)', 'write `avg(…)`, or `avg_over_time(…[5m])` for the mean over time'],
  ['if x > 5', 'leave out `if`: an alert fires for what its expression returns'],
  ['x > 5 ? 1 : 0', 'a comparison keeps or drops a series: write the condition alone'],
  ['x.y > 5', 'a name with dots needs quotes: `{"a.b"}`'],
  ['x where job="a"', 'write conditions on labels in braces: `x{label="value"}`'],
  ['up{job!~"a" and instance="b"}', 'write a comma between matchers'],
  ['up{job="a" || job="b"}', 'list alternatives in one matcher: `{label=~"a|b"}`'],
  ['{{ x }} > 5', 'leave templates such as `{{ $value }}` out of expressions'],
  ['$x > 5', 'replace variables with their values'],
  ['x > 5;', 'leave out `;`: an expression ends where its field ends'],
  ['x > 5 // comment', 'a comment begins with `#`'],
  ['x > 5 /* c */', 'a comment begins with `#`'],
  ['rate(x[5m]) > 1 as y', 'a recording rule names a result: `record:`'],
  ['x > 10k', 'PromQL has no units of size: write `10e3`'],
  ['x > 1e', 'write durations as `5m` or `1h30m`, numbers as `0.5` or `1e3`'],
  ['x ** 2', 'write `^` for powers'],
  ['x ≥ 5', 'write `>=`'],
  ['x ≤ 5', 'write `<=`'],
  ['x ≠ 5', 'write `!=`'],
  ['x × 5', 'write `*`'],
  ['x – 5', 'write `-`'],
  ['x – y', 'write `-`'],
  ['sum_by(job)(x)', 'write `sum by (…) (…)`'],
  ['sumby (job) (x)', 'write `sum by (…) (…)`'],
  ['x offset -5 m', 'write `5m`'],
  ['x @ now()', 'leave out `@`: an expression is evaluated now'],
  ['now() - x > 5', 'write `time()`'],
  ['x ago 5m', 'write `offset 5m` after the selector'],
  ['rate(x{job="a"}5m)', 'put the window in brackets: `[5m]`'],
  ['rate(x{job="a"}[5m]', 'close it with `)`'],
  ['rate(x{job="a"[5m])', 'close the braces with `}` before the window'],
  ['up == 0 and', 'write what follows `and`, or remove it'],
  ['x > 1.5GiB', 'PromQL has no units of size: write `1.5 * 1024 ^ 3`'],
  ['x > 20KiB', 'PromQL has no units of size: write `20 * 1024`'],
  ['up\u00a0== 0', 'this is not the space of the space bar: write a plain one'],
  ['up\u200b == 0', 'this character is invisible: remove it'],
  ['x offset 5 m', 'write `5m`'],
  [
    'sum by (job, my-label) (up)',
    'a name with `-` needs quotes: write `"my-label"`, or `my_label` if that is its name',
  ],
  ['count(up{a="1"} by (job))', 'write it outside of the parentheses: `count by (…) (…)`'],
  ['rate(x{a="1"})[5m]', 'write the window inside: `rate(x{a="1"}[5m])`'],
  ['x > 30sec', 'write `30s`'],
]

describe('the first problem has this hint', () => {
  test.each(table)('%s', (expression, hint) => {
    expect(parseExpr(expression).problems[0]?.hint).toBe(hint)
  })
})

test('hints change nothing else: right expressions have no problem', () => {
  const right = [
    'x > 5 # a; comment',
    'x{a="b; c"} > 1',
    'x % 5 > 2',
    'count_values("v", x) by (a) > 1',
    'not_ready or if_up',
  ]
  for (const expression of right) expect(parseExpr(expression).problems).toEqual([])
})

test('a hint is found in bounded time', () => {
  const long = `sum(${'a by '.repeat(50_000)}`
  const before = performance.now()
  parseExpr(long)
  expect(performance.now() - before).toBeLessThan(3000)
})
