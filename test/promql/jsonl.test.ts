/** `alertbook expr` with our own console. */
import { describe, expect, test } from 'vitest'
import type { Args } from '../../src/cli/command.ts'
import { expr } from '../../src/cli/expr.ts'
import { recorded } from '../project.ts'

async function run(
  args: readonly string[],
  values: Args['values'] = {},
  input: readonly (string | Uint8Array)[] = [],
): Promise<{ code: number; out: string; err: string }> {
  return recorded((io) => expr.run({ values, positionals: args }, { ...io, width: 80 }), '.', input)
}

const lines = (out: string): unknown[] =>
  out
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))

describe('--jsonl', () => {
  const jsonl = { jsonl: true }

  test('one line of verdict for each line', async () => {
    const input = [
      '{"input": "sum(rate(foo[5m])) by (a)"}\n\n{"input": "é + $"}\n',
      '{"input": "a[5m + 1m]", "options": {"experimentalDurationExpr": false}}\n{"input": "5 == 5"}',
    ]
    const { code, out } = await run([], jsonl, input)
    expect(code).toBe(0)
    expect(lines(out)).toEqual([
      { ok: true, type: 'vector', canonical: 'sum by (a) (rate(foo[5m]))', errors: [], promError: null },
      {
        ok: false,
        type: null,
        canonical: null,
        errors: [
          {
            start: 0,
            end: 6,
            promMessage: "unexpected character: 'é'",
            message: 'found `é`, which is not allowed here',
          },
        ],
        promError: "1:1: parse error: unexpected character: 'é'",
      },
      {
        ok: false,
        type: null,
        canonical: null,
        errors: [
          {
            start: 2,
            end: 4,
            promMessage: 'experimental duration expression is not enabled',
            message: 'a computed duration is experimental and its feature flag is off',
          },
        ],
        promError: '1:3: parse error: experimental duration expression is not enabled',
      },
      expect.objectContaining({
        promError: '1:3: parse error: comparisons between scalars must use BOOL modifier',
      }),
    ])
  })

  test('places are bytes, lines may be cut anywhere', async () => {
    const whole = new TextEncoder().encode('{"input": "foo{é"}\n{"input": "\\"ü\\" + {}"}\n')
    const { out } = await run([], jsonl, [whole.slice(0, 15), whole.slice(15, 16), whole.slice(16)])
    expect(lines(out).map((line) => (line as { promError: string }).promError)).toEqual([
      "1:5: parse error: unexpected character inside braces: 'é'",
      '1:8: parse error: vector selector must contain at least one non-empty matcher',
    ])
  })

  test('text that is not UTF-8 comes as base64', async () => {
    const inputBase64 = Buffer.from([...Buffer.from('foo{a="'), 0xff, ...Buffer.from('"}')]).toString(
      'base64',
    )
    const { out } = await run([], jsonl, [JSON.stringify({ inputBase64 })])
    expect(lines(out)).toEqual([
      expect.objectContaining({ promError: '1:7: parse error: invalid UTF-8 rune' }),
    ])
  })

  test('a line that cannot be read is told, and the others are judged', async () => {
    const { code, out } = await run([], jsonl, ['nonsense\n[]\n{"text": "up"}\n{"input": "up"}\n'])
    expect(code).toBe(2)
    expect(lines(out).map((line) => (line as { inputError?: string }).inputError)).toEqual([
      expect.stringContaining('not JSON'),
      'expected `input` or `inputBase64`',
      'expected `input` or `inputBase64`',
      undefined,
    ])
  })
})

describe('one expression', () => {
  test('tree, type and canonical form', async () => {
    expect(await run(['rate(foo[5m])>1'])).toEqual({
      code: 0,
      err: '',
      out: `operator > : instant vector
  call rate : instant vector
    range 5m : range vector
      selector foo : instant vector
  number 1 : scalar

type       instant vector
canonical  rate(foo[5m]) > 1
`,
    })
  })

  test('a problem under its line', async () => {
    expect(await run(['sum(\n  rate(foo)\n)'])).toEqual({
      code: 1,
      out: '',
      err: `error  promql-type  argument 1 of \`rate()\` must be of type range vector, found instant vector
  expr:2:8
    2 │   rate(foo)
      │        ^^^
  hint: \`rate()\` needs a range vector: add \`[5m]\`
`,
    })
  })

  test('from standard input, laid out', async () => {
    const { code, out } = await run(['-'], { pretty: true }, ['sum(foo)/', `${'x'.repeat(70)}{a="b"}`])
    expect([code, out]).toEqual([0, `  sum(foo)\n/\n  ${'x'.repeat(70)}{a="b"}\n`])
  })

  test('for a version and with flags', async () => {
    expect((await run(['limitk(1, up)'], { feature: ['promql-experimental-functions'] })).code).toBe(0)
    const { err } = await run(['limitk(1, up)'], {
      prometheus: '2.42',
      feature: ['promql-experimental-functions'],
    })
    expect(err).toContain('needs Prometheus 2.54 or newer')
  })

  test.each([
    [[], {}],
    [['a', 'b'], {}],
    [['up'], { prometheus: 'new' }],
    [['up'], { feature: 'promql' }],
  ])('%j %j cannot be run', async (args, values) => {
    await expect(run(args, values)).rejects.toThrow(/./)
  })
})
