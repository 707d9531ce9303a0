/**
 * Every example on a check's page is a test of that check alone: an example under "Not like this" gives exactly the
 * diagnostics below it, one under "Like this" gives none. `UPDATE=1 npm test` rewrites the diagnostics.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { Check } from '../../src/checks/check.ts'
import { CHECKS } from '../../src/checks/index.ts'
import { compile } from '../../src/compile.ts'
import { defaultConfig, readConfig } from '../../src/config/index.ts'
import { LINKS_FILE, readLinks } from '../../src/disk/links-file.ts'
import { lineColumn, lineStarts } from '../../src/text/source.ts'

const FOLDER = new URL('../../docs/checks/', import.meta.url)
const EXAMPLE =
  /## (Not like this|Like this)\n\n([\s\S]*?)(?=\n## (?:Why|Not like this|Like this|What it cannot know|When to ignore it)\n|$(?![\s\S]))/g
const FILE = /````(markdown|yaml)(?: (\S+))?\n([\s\S]*?)\n````/g
const OUTPUT = /```text\n([\s\S]*?)\n?```/

function findings(check: Check, example: string): string {
  const files = [...example.matchAll(FILE)].map(([, language, name, text], index) => ({
    path: name ?? (language === 'yaml' ? `rules/${index + 1}.yml` : `runbooks/${index + 1}.md`),
    text: `${text}\n`,
  }))
  const record = files.find(({ path }) => path === LINKS_FILE)
  const written = files.find(({ path }) => path === 'alertbook.yml')
  const sources = files.filter((file) => file !== record && file !== written)
  const published = record && readLinks(record).published
  const read = written && readConfig(written, [check.code])
  const base = read?.config ?? defaultConfig()
  const paramPlaces = new Map(
    [...(read?.params ?? [])].map(([name, range]) => [name, { file: 'alertbook.yml', range }]),
  )
  const checks = { [check.code]: check.severity, ...base.checks }
  const url = written ? base.site.url : 'https://example.org/book/'
  const config = { ...base, checks, site: { ...base.site, url } }
  const { diagnostics } = compile(sources, config, {
    checks: [check],
    published,
    paramPlaces,
    exists: (wanted) => files.some(({ path }) => path === wanted),
  })
  return diagnostics
    .map(({ file, range, code, severity, message }) => {
      const { line, column } = lineColumn(
        lineStarts(files.find(({ path }) => path === file)!.text),
        range.start,
      )
      const place = files.length > 1 ? `${file}:${line}:${column}` : `${line}:${column}`
      return `${place} ${severity} ${code} ${message}`
    })
    .join('\n')
}

describe.each(CHECKS.map((check) => [check.code, check] as const))('%s', (code, check) => {
  const url = new URL(`${code}.md`, FOLDER)
  const page = readFileSync(url, 'utf8')
  const examples = [...page.matchAll(EXAMPLE)]

  test('its page has both kinds of example', () => {
    expect(new Set(examples.map((match) => match[1]))).toEqual(new Set(['Not like this', 'Like this']))
  })

  test('the examples are right', () => {
    let updated = page
    for (const [whole, kind, body] of examples) {
      const found = findings(check, body!)
      if (kind === 'Like this') {
        expect(found).toBe('')
        continue
      }
      if (process.env.UPDATE)
        updated = updated.replace(whole, () => whole.replace(OUTPUT, () => `\`\`\`text\n${found}\n\`\`\``))
      else expect(found).toBe(OUTPUT.exec(body!)?.[1])
      expect(found, 'an example under "Not like this" must be found').toContain(code)
    }
    if (updated !== page) writeFileSync(url, updated)
  })

  test('its page says what it cannot know', () => {
    const [, said] = /\n## What it cannot know\n\n([\s\S]*?)(?=\n## |$(?![\s\S]))/.exec(page) ?? []
    expect(said?.trim()).toMatch(/^\S[\s\S]{30,}\.$/)
  })

  test('its summary is the first sentence of its page', () => {
    expect(page.split('\n')[2]).toBe(check.summary)
  })
})

test('every page of a check in docs/checks has a title that is its code', () => {
  for (const name of readdirSync(FOLDER).filter((name) => name !== 'README.md')) {
    expect(readFileSync(new URL(name, FOLDER), 'utf8').split('\n')[0]).toBe(`# ${name.replace(/\.md$/, '')}`)
  }
})
