/** Parameters: what is filled in, where findings point, and that hostile values stay values. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { load } from 'js-yaml'
import { describe, expect, test } from 'vitest'
import { compile } from '../../src/compile.ts'
import { defaultConfig, readConfig } from '../../src/config/index.ts'
import { fillText } from '../../src/fill/text.ts'
import type { Compilation, Config, Diagnostic } from '../../src/model.ts'
import { paramsIn, withParams } from '../../src/text/params.ts'
import { locate } from '../../src/text/source.ts'
import { parseYaml } from '../../src/yaml/index.ts'
import { cli } from '../project.ts'
import { temporaryProject } from '../setup.ts'

const config = (params: Record<string, string>): Config => ({
  ...defaultConfig(),
  params: Object.fromEntries(Object.entries(params)),
})

const FILE = 'runbooks/disk.md'
const page = (rule: string, head = ''): string =>
  `---\ntitle: Disk\n${head}---\n\n# Disk\n\n\`\`\`yaml\n${rule}\n\`\`\`\n`

const compiled = (text: string, params: Record<string, string>): Compilation =>
  compile([{ path: FILE, text }], config(params), { checks: [] })

/** The written rules in Prometheus' format. */
function rulesOf({ outputs }: Compilation): Record<string, unknown>[] {
  const file = outputs.find(({ path }) => path === 'rules.yml')
  const { groups } = load(String(file!.make())) as { groups: { rules: Record<string, unknown>[] }[] }
  return groups.flatMap(({ rules }) => rules)
}

/** The text of findings' ranges, with their messages. */
const told = (text: string, diagnostics: readonly Diagnostic[]): string[] =>
  diagnostics.map(({ range, message }) => `${text.slice(range.start, range.end)} — ${message}`)

describe('a notation', () => {
  test.each([
    ['{{< param a >}}', 'a'],
    ['{{<param a>}}', 'a'],
    ['{{%  param "a b" %}}', 'a b'],
    ['{{< param `x` >}}', 'x'],
    ['{{< params a >}}', undefined],
    ['{{ param a }}', undefined],
    ['{{< param a', undefined],
    ['{{< param a b >}}', undefined],
    ['{{ $labels.instance }}', undefined],
    ['{{ .Values.param }}', undefined],
  ])('%s', (text, name) => expect(paramsIn(text)[0]?.name).toBe(name))

  test('is replaced once: a value is text, whatever it looks like', () => {
    const values: Record<string, string> = { a: '{{< param b >}}', b: 'no', $: '$&' }
    expect(withParams('<{{< param a >}}|{{< param $ >}}|{{< param c >}}>', (name) => values[name])).toBe(
      '<{{< param b >}}|$&|{{< param c >}}>',
    )
  })
})

describe('what is put in', () => {
  test('expression, durations, labels, annotations, names and the frontmatter', () => {
    const text = page(
      [
        'groups:',
        '  - name: "{{< param team >}}-disks"',
        '    interval: "{{< param step >}}"',
        '    rules:',
        '      - alert: DiskLow',
        '        expr: |',
        '          avail{job=~"{{< param jobs >}}"}',
        '            < {{< param low >}} / 100',
        '        for: "{{< param hold >}}"',
        '        labels: { tier: "{{< param tier >}}" }',
        '        annotations:',
        '          summary: "under {{< param low >}}% on {{ $labels.instance }}"',
      ].join('\n'),
      "owner: '{{< param team >}}'\nseverity: '{{< param severity >}}'\nlabels: { team: '{{< param team >}}' }\n",
    )
    const params = {
      team: 'sre',
      step: '2m',
      jobs: 'a|b',
      low: '10',
      hold: '7m',
      tier: '1',
      severity: 'page',
    }
    const result = compiled(text, params)
    expect(result.diagnostics).toEqual([])
    expect(rulesOf(result)).toEqual([
      {
        alert: 'DiskLow',
        expr: 'avail{job=~"a|b"}\n  < 10 / 100\n',
        for: '7m',
        labels: { tier: '1', severity: 'page', team: 'sre' },
        annotations: { summary: 'under 10% on {{ $labels.instance }}' },
      },
    ])
    expect(result.program.groups).toMatchObject([{ name: 'sre-disks', interval: '2m' }])
    expect(result.program.pages[0]!.runbook.frontmatter.owner?.value).toBe('sre')
  })

  test('in rule files, folded, quoted and plain', () => {
    const text = `groups:
- name: g
  rules:
  - alert: Folded
    expr: >-
      up{job="{{< param job >}}"}
      == {{< param zero >}}
  - alert: Quoted
    expr: "up{job=\\"{{< param \\"job\\" >}}\\"} == {{< param zero >}}"
  - record: a:b
    expr: 'vector({{< param zero >}}) or vector({{< param zero >}})'
`
    const result = compile([{ path: 'rules/a.yml', text }], config({ job: 'x', zero: '0' }), { checks: [] })
    expect(result.diagnostics).toEqual([])
    expect(rulesOf(result).map(({ expr }) => expr)).toEqual([
      'up{job="x"} == 0',
      'up{job="x"} == 0',
      'vector(0) or vector(0)',
    ])
  })

  test("a page's own value comes first, and one that asks for a value is none", () => {
    const text = page('alert: A\nexpr: a < {{< param low >}}', "low: 3\nowner: '{{< param owner >}}'\n")
    const result = compiled(text, { low: '10', owner: 'sre' })
    expect(rulesOf(result)[0]!.expr).toBe('a < 3')
    expect(result.program.pages[0]!.runbook.frontmatter.owner?.value).toBe('sre')
  })

  test('a file that asks for nothing is the very same value', () => {
    const text = page(
      'alert: A\nexpr: a < 1\nannotations: { summary: "{{ $value }} of {{ .Values.param }}" }',
    )
    const { program } = compiled(text, { low: '10' })
    expect(program.runbooks[0]!.asks).toBeUndefined()
  })

  test('a summary has no hole', () => {
    const text = `${page('alert: A\nexpr: a < 1')}\n## Meaning\n\nLess than {{< param low >}}% is left.\n`
    expect(compiled(text, { low: '10' }).program.runbooks[0]!.summary).toBe('Less than 10% is left.')
  })
})

describe('what is found', () => {
  const found = (rule: string, params: Record<string, string>, head = ''): string[] => {
    const text = page(rule, head)
    return told(text, compiled(text, params).diagnostics)
  }

  test('a value that is no PromQL: at its notation, by its name', () => {
    expect(found('alert: A\nexpr: sum(a) < {{< param low >}} + 1', { low: '0..5' })).toEqual([
      '{{< param low >}} — `0..5` is not a number Go can read (parameter `low` is `0..5`)',
    ])
    expect(found('alert: A\nexpr: a < {{< param low >}}', { low: '1 +' })).toMatchObject([
      expect.stringMatching(/parameter `low` is `1 \+`/),
    ])
    expect(found('alert: A\nexpr: a{job=~"{{< param job >}}"} < 1', { job: 'x(' })).toMatchObject([
      expect.stringMatching(/^"\{\{< param job >\}\}" — .*\(parameter `job` is `x\(`\)$/),
    ])
  })

  test('what is wrong behind a value is where it stands', () => {
    const long = 'a_rather_long_value_that_moves_everything'
    expect(found('alert: A\nexpr: a{b="{{< param x >}}"} < < 1', { x: long })).toMatchObject([
      expect.stringMatching(/^< — /),
    ])
    expect(found('alert: A\nexpr: a{b="{{< param x >}}"} < < 1', { x: '' })).toMatchObject([
      expect.stringMatching(/^< — /),
    ])
  })

  test('durations, labels and templates', () => {
    expect(found("alert: A\nexpr: a < 1\nfor: '{{< param hold >}}'", { hold: 'soon' })).toMatchObject([
      expect.stringMatching(/^'\{\{< param hold >\}\}' — .*\(parameter `hold` is `soon`\)$/),
    ])
    expect(
      found("alert: A\nexpr: a < 1\nannotations: { summary: 'x {{< param t >}}' }", { t: '{{ $labels.' }),
    ).toMatchObject([expect.stringMatching(/parameter `t` is `\{\{ \$labels\.`/)])
  })

  test('an unknown parameter is one error, with the nearest name', () => {
    const text = page("alert: A\nexpr: a < {{< param lwo >}}\nfor: '{{< param hold >}}'")
    const { diagnostics } = compiled(text, { low: '1' })
    expect(diagnostics.map(({ code, severity, hint }) => [code, severity, hint])).toEqual([
      ['shortcode-unknown', 'error', 'did you mean `low`?'],
      ['shortcode-unknown', 'error', 'write `params: { hold: … }` in alertbook.yml'],
    ])
    expect(told(text, diagnostics)[0]).toMatch(/^\{\{< param lwo >\}\} — /)
  })

  test('without parameters, PromQL is judged as it stands', () => {
    expect(found('alert: A\nexpr: a < {{ 1 }}', {})).toMatchObject([expect.stringMatching(/^./)])
    expect(found('alert: A\nexpr: a{b="{{ x }}"} < 1', {})).toEqual([])
  })

  test('names are no way into the language', () => {
    for (const name of ['__proto__', 'constructor', 'toString', 'hasOwnProperty']) {
      const rule = `alert: A\nexpr: a < {{< param ${name} >}}`
      expect(found(rule, {})).toMatchObject([expect.stringMatching(/has no value/)])
    }
    const { config: read } = readConfig({ path: 'alertbook.yml', text: 'params: { __proto__: 5 }\n' }, [])
    const { diagnostics } = compile(
      [{ path: FILE, text: page('alert: A\nexpr: a < {{< param __proto__ >}}') }],
      read,
      {
        checks: [],
      },
    )
    expect(diagnostics).toEqual([])
  })
})

describe('laws', () => {
  const value = fc.oneof(
    fc.string({ maxLength: 12 }),
    fc.constantFrom(
      '"',
      '\n',
      "'",
      '}}',
      '{{',
      ': ',
      '\n- alert: B\n',
      '" or vector(1) #',
      '{{ $x }}',
      '\u2028',
      '\ud83d',
    ),
  )

  test('a value never leaves its field: what is deployed is the text with the value in it, or nothing', () => {
    fc.assert(
      fc.property(value, value, (a, b) => {
        const rule =
          'alert: A\nexpr: |\n  a{b="{{< param a >}}"}\n  < 1\nannotations:\n  summary: "x {{< param b >}} y"\n  other: same'
        const text = page(rule)
        const result = compiled(text, { a, b })
        for (const { range, file } of result.diagnostics) {
          expect(file).toBe(FILE)
          expect(range.start).toBeGreaterThanOrEqual(0)
          expect(range.end).toBeLessThanOrEqual(text.length)
        }
        if (result.diagnostics.some(({ severity }) => severity === 'error')) return
        const rules = rulesOf(result)
        expect(rules).toHaveLength(1)
        expect(rules[0]).toMatchObject({
          alert: 'A',
          expr: `a{b="${a}"}\n< 1\n`,
          annotations: { summary: `x ${b} y`, other: 'same' },
        })
      }),
    )
  })

  test('every character of a filled text is found where it was written, every value at its notation', () => {
    const piece = fc.oneof(
      fc.stringMatching(/^[a-z' :,]{0,6}$/).map((text) => ({ text })),
      fc.constantFrom('a', 'b', 'none').map((name) => ({ text: `{{< param ${name} >}}` })),
    )
    const values: Record<string, string> = { a: 'A rather long value', b: '' }
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
        const written = pieces.map(({ text }) => text).join('')
        const source = `key: '${written.replaceAll("'", "''")}'\n`
        const { root: tree } = parseYaml(source)
        const node = tree?.kind === 'map' ? tree.entries[0]!.value : undefined
        if (node?.kind !== 'scalar') throw new Error('no scalar')
        expect(node.text.value).toBe(written)
        const text = fillText(node.text, (name) => values[name])
        expect(text.value).toBe(withParams(written, (name) => values[name]))
        for (let index = 0; index < text.value.length; index++) {
          const { start, end } = locate(text, index, index + 1)
          const inside = text.standIns?.find((one) => one.start <= index && index < one.end)
          const there = source.slice(start, end)
          if (inside) expect(there).toBe(`{{< param ${inside.name} >}}`)
          else expect(there[0]).toBe(text.value[index])
        }
        expect(locate(text, 0, text.value.length).end).toBeLessThanOrEqual(source.length)
      }),
    )
  })

  test('verdicts are those of the same text written out', () => {
    const word = fc.constantFrom(
      '1',
      '1..',
      '(',
      ')',
      'x',
      '"',
      'sum(x)',
      '5m',
      '+ 1',
      '',
      '{a="b"}',
      '[5m]',
      'or',
    )
    fc.assert(
      fc.property(word, word, (a, b) => {
        const params = { a, b }
        const asked = compiled(page('alert: A\nexpr: |\n  x < {{< param a >}} {{< param b >}}'), params)
        const plain = compiled(page(`alert: A\nexpr: |\n  x < ${a} ${b}`), {})
        const codes = ({ diagnostics }: Compilation): string[] =>
          diagnostics.map(({ code, severity }) => `${severity} ${code}`).sort()
        expect(codes(asked)).toEqual(codes(plain))
      }),
    )
  })
})

describe('a project', () => {
  const SECTIONS =
    '\n## Meaning\n\nUnder {{< param low >}}%.\n\n## Impact\n\nSome.\n\n## Diagnosis\n\nLook.\n\n## Mitigation\n\nMend.\n'
  const FILES = {
    'alertbook.yml':
      'params_from: vendor/book/alertbook.yml\nsite: { url: "https://r.corp/" }\nparams:\n  low: 10\n',
    'vendor/book/alertbook.yml': 'runbooks: nowhere\nparams:\n  low: 5\n  owner: them\n',
    'runbooks/disk.md': `${page(
      "alert: DiskLow\nexpr: avail < {{< param low >}} / 100\nfor: 5m\nlabels: { severity: '{{< param owner >}}' }",
      "owner: '{{< param owner >}}'\n",
    )}${SECTIONS}\n\`\`\`yaml test\nseries: { avail: 0.08x30 }\nalerts: { DiskLow: { 30m: firing } }\n\`\`\`\n`,
  }
  const edit = (root: string, path: string, from: string, to: string): void =>
    writeFileSync(join(root, path), readFileSync(join(root, path), 'utf8').replace(from, to))

  test('takes what it does not say from a book, and what changes is built anew', async () => {
    const root = temporaryProject(FILES)
    const built = async (): Promise<string> => {
      const { code, out } = await cli(root, 'build')
      expect(out).not.toContain('error')
      expect(code).toBe(0)
      return [
        'dist/rules.yml',
        'dist/site/disk/index.html',
        'dist/site/index.html',
        'dist/site/disk/index.md',
      ]
        .map((path) => readFileSync(join(root, path), 'utf8'))
        .join('\n')
    }
    const first = await built()
    expect(first).toContain('expr: avail < 10 / 100')
    expect(first).toContain('Under 10%')
    expect(first).toContain('severity: them')
    expect(first).not.toContain('param')
    expect((await cli(root, 'test')).code).toBe(0)

    edit(root, 'vendor/book/alertbook.yml', 'owner: them', 'owner: us')
    expect(await built()).toContain('severity: us')
    edit(root, 'alertbook.yml', 'low: 10', 'low: 7')
    const third = await built()
    expect(third).toContain('expr: avail < 7 / 100')
    expect(third).toContain('Under 7%')
    expect(third).not.toContain('Under 10%')
    // The test says 8%, but the alert now fires below 7%.
    expect((await cli(root, 'test')).code).toBe(1)

    const { out } = await cli(root, 'build', '--no-cache')
    expect(out).toContain('nothing changed')
  })

  test('names a parameter that nothing asks for, in its own configuration alone', async () => {
    const root = temporaryProject({
      ...FILES,
      'vendor/book/alertbook.yml': 'params: { low: 5, owner: us, odd: 1 }\n',
    })
    edit(root, 'alertbook.yml', '  low: 10\n', '  low: 10\n  ownr: me\n')
    const { out } = await cli(root, 'check', '--no-cache')
    expect(out).toContain('Nothing uses the parameter `ownr`')
    expect(out).toContain('alertbook.yml:5:3')
    expect(out).toContain('did you mean `owner`?')
    expect(out).not.toContain('`odd`')
  })

  test('says which file it cannot take parameters from', async () => {
    const root = temporaryProject(FILES)
    edit(root, 'alertbook.yml', 'vendor/book/alertbook.yml', 'vendor/none.yml')
    const { code, out } = await cli(root, 'check', '--no-cache')
    expect(code).toBe(1)
    expect(out).toContain('vendor/none.yml')
  })

  test('a value is text on the page, whatever it is', async () => {
    const evil = '<img src=x onerror=alert(1)>"\'{{ $labels.x }}`'
    const root = temporaryProject({
      ...FILES,
      'vendor/book/alertbook.yml': `params:\n  low: 5\n  owner: warning\n  evil: ${JSON.stringify(evil)}\n  go: 'javascript:alert(1)'\n`,
      'runbooks/disk.md': `${page(
        'alert: DiskLow\nexpr: avail < {{< param low >}} / 100\nfor: 5m\nlabels: { severity: warning }',
        "owner: '{{< param evil >}}'\ntags: ['{{< param evil >}}']\ndescription: '{{< param evil >}}'\ndashboards: ['{{< param go >}}']\n",
      )}${SECTIONS.replace('{{< param low >}}%', '{{< param low >}}% {{< param evil >}} [x]({{< param go >}})')}`,
    })
    const { code, out } = await cli(root, 'build', '--no-cache')
    expect({ code, out }).toMatchObject({ code: 0 })
    for (const path of ['dist/site/disk/index.html', 'dist/site/index.html', 'dist/site/feed.xml']) {
      const html = readFileSync(join(root, path), 'utf8')
      expect(html).not.toContain('<img src=x')
      expect(html).not.toMatch(/href="javascript:/)
    }
  })

  test('edits nothing where a parameter stands', async () => {
    const rule =
      'alert: DiskLow\nexpr: avail{job=~"^{{< param low >}}$"} < 1\nfor: 5m\nlabels: { severity: \'{{< param owner >}}\' }'
    const root = temporaryProject({ ...FILES, 'runbooks/disk.md': page(rule) + SECTIONS })
    await cli(root, 'check', '--no-cache', '--fix')
    expect(readFileSync(join(root, 'runbooks/disk.md'), 'utf8')).toContain('{{< param low >}}')
  })
})
