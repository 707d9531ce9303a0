/** What a page of this book weighs: everything that a first visit loads before it is at rest, compressed, but for pictures. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { compile } from '../../src/compile.ts'
import { readConfig } from '../../src/config/index.ts'
import { readProject } from '../../src/disk/read.ts'
import { root } from '../setup.ts'
import { theme } from './theme.ts'

/** Bytes: the budget, which most pages keep. What a tap loads is not in it. */
const BUDGET = 16_000
/** Pages above it, which are prose and code for the most part, of some fifty. */
const ABOVE = 12
/** Of the page in the middle, and of the largest. */
const MIDDLE = 15_300
const LARGEST = 18_150
/** Of these, what is the same for every page: stylesheets and scripts. */
const SHARED = 11_350

const packed = (text: string | Uint8Array): number => gzipSync(text, { level: 9 }).length

test('pages of this book are light', async () => {
  const text = readFileSync(join(root, 'alertbook.yml'), 'utf8')
  const { config } = readConfig({ path: 'alertbook.yml', text }, [])
  const { sources } = readProject(root, config)
  const { outputs, program } = compile(sources, config, { checks: [], theme: await theme() })
  const files = new Map(outputs.map(({ path, make }) => [path, make]))
  const asset = (name: string): number => packed(files.get(`site/assets/${name}`)!())
  const runbooks = program.pages.filter(({ path, runbook }) => path !== '' && !runbook.document)
  const pages = runbooks.map(({ path }) => {
    const file = `site/${path}index.html`
    return [file, files.get(file)!] as const
  })
  expect(pages.length).toBeGreaterThan(40)
  const weights = pages.map(([path, make]) => {
    const html = String(make())
    // What the page itself asks for: its stylesheets and scripts. The icon is a picture.
    const loaded = [...html.matchAll(/(?:<link rel="stylesheet" href|<script src)="[^"]*assets\/([\w.]+)\?/g)]
    const shared = loaded.reduce((sum, [, name]) => sum + asset(name!), 0)
    expect(shared, path).toBeLessThan(SHARED)
    return { path, bytes: packed(html.replace(/<svg[\s\S]*?<\/svg>/g, '')) + shared }
  })
  weights.sort((a, b) => a.bytes - b.bytes)
  expect(weights[weights.length >> 1]!.bytes).toBeLessThan(MIDDLE)
  expect(weights.filter(({ bytes }) => bytes > BUDGET).length).toBeLessThanOrEqual(ABOVE)
  expect(weights.at(-1)!.bytes, weights.at(-1)!.path).toBeLessThan(LARGEST)
})
