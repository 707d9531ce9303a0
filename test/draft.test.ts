/** A draft is checked, but not published: neither its rules nor its page, nor links to it. */
import { expect, test } from 'vitest'
import { compile } from '../src/compile.ts'
import { defaultConfig } from '../src/config/index.ts'
import { loadTheme } from '../src/disk/theme.ts'

const page = (name: string, front = '', more = ''): string =>
  `${front}# ${name}\n\n\`\`\`yaml\nalert: ${name}\nexpr: up{job="${name}"} == 0\n\`\`\`\n\n${more}\n`

const base = defaultConfig()
const config = { ...base, site: { ...base.site, url: 'https://example.org/' } }

test('a draft is in no output', () => {
  const sources = [
    { path: 'runbooks/ready.md', text: page('Ready') },
    { path: 'runbooks/draft.md', text: page('Sketched', '---\ndraft: true\n---\n\n') },
  ]
  const { diagnostics, outputs, program } = compile(sources, config, { theme: loadTheme() })
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([])
  // It is still checked.
  expect(diagnostics.some(({ file }) => file === 'runbooks/draft.md')).toBe(true)
  expect(program.addresses.record.map(({ path }) => path)).not.toContain('draft/')
  expect(outputs.length).toBeGreaterThan(5)
  for (const { path, make } of outputs.filter((output) => !output.path.startsWith('site/assets/'))) {
    expect(path).not.toContain('draft')
    expect(String(make()), path).not.toContain('Sketched')
  }
})

test('a link to a draft leads nowhere', () => {
  const sources = [
    { path: 'runbooks/ready.md', text: page('Ready', '', '[soon](draft.md)') },
    { path: 'runbooks/draft.md', text: page('Sketched', '---\ndraft: true\n---\n\n') },
  ]
  const { diagnostics } = compile(sources, config)
  expect(diagnostics).toContainEqual(
    expect.objectContaining({ code: 'link-target', file: 'runbooks/ready.md' }),
  )
})

test('a mistake in a draft stops a build', () => {
  const sources = [
    { path: 'runbooks/ready.md', text: page('Ready') },
    { path: 'runbooks/draft.md', text: page('Sketched', '---\ndraft: true\n---\n\n').replace('up{', 'up{{') },
  ]
  expect(compile(sources, config).diagnostics).toContainEqual(
    expect.objectContaining({ code: 'promql-syntax' }),
  )
})
