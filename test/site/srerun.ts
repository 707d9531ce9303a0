/** The site of a large collection of runbooks, read in place; undefined (and reported) where it is missing. */
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { compileParsed } from '../../src/compile-parsed.ts'
import { defaultConfig } from '../../src/config/index.ts'
import { readProject } from '../../src/disk/read.ts'
import { emitSite } from '../../src/emit/site/index.ts'
import type { Config, OutputFile, Program } from '../../src/model.ts'
import { parse } from '../../src/parse/index.ts'
import { theme } from './theme.ts'

const ROOT = fileURLToPath(new URL('../../../shared/corpus/srerun', import.meta.url))

export interface Book {
  readonly program: Program
  readonly files: readonly OutputFile[]
  /** The same book with another base. */
  at(url: string): OutputFile[]
}

export function hasCorpus(): boolean {
  if (existsSync(ROOT)) return true
  console.warn(`SKIPPED: no corpus at ${ROOT}`)
  return false
}

export async function build(): Promise<Book> {
  const base = defaultConfig()
  const config = (url: string): Config => ({
    ...base,
    runbooks: ['content'],
    rules: ['rules'],
    site: { ...base.site, title: 'Runbooks', url, repo: 'https://example.com/repo' },
  })
  const first = config('https://example.org/')
  const { sources } = readProject(ROOT, first)
  const parsed = sources.map(parse)
  const { program } = compileParsed(parsed, sources, first, { checks: [] })
  const look = await theme()
  return {
    program,
    files: emitSite(program, first, look),
    at: (url) =>
      emitSite(compileParsed(parsed, sources, config(url), { checks: [] }).program, config(url), look),
  }
}
