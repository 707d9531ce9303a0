/** The original documents: each error in them is reported as what it is. */
import { expect, test } from 'vitest'
import { compile } from '../../src/compile.ts'
import { defaultConfig } from '../../src/config/index.ts'
import { seedDocuments } from '../setup.ts'

test('the first alert fires on appearance; the dot, the sample page and the comments are seen', () => {
  const sources = seedDocuments()
  if (!sources) return
  const { diagnostics } = compile(sources, defaultConfig())
  const found = diagnostics
    .filter(({ code }) => /^(?:expr|alert-never|alert-always|runbook-stub|runbook-fence)/.test(code))
    .map(({ file, range, code }) => {
      const text = sources.find(({ path }) => path === file)!.text
      return `${file.slice(9, 12)} ${code} ${text.slice(range.start, range.end)}`
    })
  expect(found).toEqual([
    '000 expr-inverted-absence unless',
    expect.stringMatching(/^000 runbook-stub This runbook is just a sample/),
    '003 runbook-fence # Add to loki.process if using write cache',
    '003 runbook-fence # Drop noisy services',
    '004 expr-regexp-dot fstype!~"tmpfs|fuse.lxcfs|squashfs"',
  ])
})
