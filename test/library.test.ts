/** Alertbook as a library: results without a disk, a theme or a command line. */
import { expect, test } from 'vitest'
import { main } from '../src/cli/main.ts'
import { compile, defaultConfig, report, summarise } from '../src/index.ts'
import { temporaryProject } from './setup.ts'

const page = (name: string): string =>
  `# ${name}\n\n\`\`\`yaml\n- alert: ${name}\n  expr: up == 0\n  for: 5m\n- alert: Größe hoch\n  expr: up == 1\n  for: 5m\n\`\`\`\n`

test('rule files need no theme', () => {
  const compilation = compile([{ path: 'runbooks/a.md', text: page('A') }], defaultConfig())
  expect(compilation.outputs.map(({ path }) => path)).toEqual(['alerts.json', 'rules.yml'])
  expect(String(compilation.outputs[1]!.make())).toContain('- alert: A\n')
  const { program, diagnostics } = compilation
  const summary = summarise(compilation)
  expect(summary).toMatchObject({ errors: 0, runbooks: 1, alerts: 2, groups: 1 })
  const text = report('pretty', diagnostics, program.texts, { color: false, width: 100, summary, leftOut: 0 })
  expect(text).toContain('1 runbook, 2 alerts')
})

test('the address in alerts.json is the one that the link leads to', () => {
  const config = { ...defaultConfig(), site: { ...defaultConfig().site, url: 'https://example.org/' } }
  const { outputs } = compile([{ path: 'runbooks/a.md', text: page('A') }], config)
  const { alerts } = JSON.parse(String(outputs[0]!.make())) as { alerts: { url: string; link: string }[] }
  expect(alerts.map(({ url }) => url)).toEqual([
    'https://example.org/a/#a',
    'https://example.org/a/#gr%C3%B6%C3%9Fe-hoch',
  ])
  for (const { url, link } of alerts) expect(link.replace(/\?[^#]*/, '')).toBe(url)
})

test('inspect --json shows expressions', async () => {
  const root = temporaryProject({ 'runbooks/a.md': page('A') })
  const printed: string[] = []
  const write = (text: string): void => void printed.push(text)
  const io = {
    out: write,
    err: write,
    color: false,
    progress: false,
    stdin: process.stdin,
    width: 100,
    cwd: root,
  }
  expect(await main(['inspect', '--json', '--no-cache', 'runbooks/a.md'], io)).toBe(0)
  const [file] = JSON.parse(printed.join('')) as [
    { rules: { rule: { expr: { value: { value: string } } } }[] },
  ]
  expect(file.rules[0]!.rule.expr.value.value).toBe('up == 0')
})
