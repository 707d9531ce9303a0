/** The project's five original documents: all compile, and their pages have all their content. */
import { expect, test } from 'vitest'
import { compile } from '../../src/compile.ts'
import { defaultConfig } from '../../src/config/index.ts'
import { loadTheme } from '../../src/disk/theme.ts'
import { seedDocuments } from '../setup.ts'

/** Approximately the text that a browser shows for HTML: no tags, references decoded. */
function textOf(html: string): string {
  return html
    .replace(/<(script|style)[\s\S]*?<\/\1>/g, '')
    .replace(/<[^>]*>/g, '')
    .replace(/&#x([0-9a-f]+);/gi, (_, hex: string) => String.fromCodePoint(Number.parseInt(hex, 16)))
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&#39;/g, "'")
    .replace(/&amp;/g, '&')
}

/** Words in the prose of a source that Markdown or typography may change. */
function fragile(source: string): string[] {
  const prose = source
    .replace(/^(`{3,}|~{3,})[\s\S]*?^\1/gm, '')
    .replace(/\{\{% comment %\}\}[\s\S]*?\{\{% \/comment %\}\}|\{\{%.*?%\}\}/g, '')
  return [...prose.matchAll(/\{\{ \$labels\.\w+ \}\}|__\w+__|(?<![\w-])--[a-z][\w-]+|"[\w ]+"/g)].map(
    ([word]) => word,
  )
}

test('all five compile; the rules of two of them arrive; their words stand in the pages', () => {
  const sources = seedDocuments()
  if (!sources) return
  const base = defaultConfig()
  const config = { ...base, site: { ...base.site, url: 'https://example.org/a/b/' } }
  const { diagnostics, outputs, program } = compile(sources, config, { theme: loadTheme() })
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([])
  expect(program.rules.map(({ name }) => name)).toEqual([
    'GrafanaAlloyServiceDown',
    'HighCPUUsage',
    'DiskSpaceLow',
  ])
  const rules = String(outputs.find(({ path }) => path === 'rules.yml')?.make())
  for (const name of ['GrafanaAlloyServiceDown', 'HighCPUUsage', 'DiskSpaceLow'])
    expect(rules).toContain(`alert: ${name}`)
  for (const { path, text } of sources) {
    const page = outputs.find((output) => output.path === `site/${path.slice(9, 12)}/index.html`)
    expect(page, path).toBeDefined()
    const shown = textOf(String(page!.make()))
    for (const word of fragile(text)) expect(shown, `${path}: ${word}`).toContain(word)
  }
  // Findings are on the characters that they mention.
  for (const { file, range, code, message } of diagnostics.filter((one) => one.code === 'runbook-literal')) {
    const text = sources.find(({ path }) => path === file)!.text
    expect(message, code).toContain(`\`${text.slice(range.start, range.end)}\``)
  }
})

test('template text, placeholders, flags, quotes and names in prose stay as they were written', () => {
  const words = [
    '{{ $labels.instance }}',
    '<placeholder>',
    '<pod-name>',
    '--flags',
    '"quotes"',
    '__address__',
    '__meta_kubernetes_pod_name__',
    '{{ reReplaceAll "(.*)_a" "$1_b" $labels.x }}',
    "it's",
    '...',
    '(c)',
  ]
  const text = `# Words\n\n${words.map((word) => `In prose ${word} stays.`).join('\n\n')}\n\n- in a list: ${words.join(' ')}\n\n\`\`\`yaml\nalert: A\nexpr: up == 0\n\`\`\`\n`
  const { outputs } = compile([{ path: 'runbooks/words.md', text }], defaultConfig(), { theme: loadTheme() })
  const shown = textOf(String(outputs.find(({ path }) => path === 'site/words/index.html')?.make()))
  for (const word of words) {
    expect(shown).toContain(`In prose ${word} stays.`)
    expect(shown.split(word).length - 1, word).toBeGreaterThanOrEqual(2)
  }
})
