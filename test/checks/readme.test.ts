/**
 * The table of findings on other people's rule sets in docs/checks/README.md: counted here, judged by hand in
 * `verdicts.txt`. `UPDATE=1` writes the table; `SHOW=alert-never` prints the findings of a check to judge.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { CHECKS } from '../../src/checks/index.ts'
import { compile } from '../../src/compile.ts'
import { defaultConfig } from '../../src/config/index.ts'
import { lineColumn, lineStarts } from '../../src/text/source.ts'
import { ruleFiles, SETS } from './rules.ts'

const README = join(import.meta.dirname, '../../docs/checks/README.md')
const TABLE = /(?<=<!-- findings -->\n)[\s\S]*?(?=<!-- \/findings -->)/
/** Most findings of one kind in a set that are judged. */
const SAMPLE = 20

interface Verdict {
  readonly found: number
  readonly arguable: number
  readonly wrong: number
}

function readVerdicts(): Map<string, Verdict> {
  const lines = readFileSync(join(import.meta.dirname, 'verdicts.txt'), 'utf8').split('\n')
  return new Map(
    lines
      .filter((line) => line !== '' && !line.startsWith('#'))
      .map((line) => {
        const [code, found, arguable, wrong] = line.split(/ +/) as [string, string, string, string]
        return [code, { found: Number(found), arguable: Number(arguable), wrong: Number(wrong) }]
      }),
  )
}

/** Findings by check, then by set; undefined where the corpora are missing. */
function countFindings(): Map<string, { severity: string; counts: number[] }> | undefined {
  const found = new Map<string, { severity: string; counts: number[] }>()
  for (const [index, set] of Object.keys(SETS).entries()) {
    const sources = ruleFiles(set)
    if (!sources) return undefined
    const texts = new Map(sources.map(({ path, text }) => [path, text]))
    for (const { code, severity, file, range, message } of compile(sources, defaultConfig(), {
      checks: CHECKS,
    }).diagnostics) {
      if (severity === 'error') continue
      const one = found.get(code) ?? { severity, counts: Object.keys(SETS).map(() => 0) }
      one.counts[index]!++
      found.set(code, one)
      if (process.env.SHOW !== code) continue
      const text = texts.get(file)!
      const { line, column } = lineColumn(lineStarts(text), range.start)
      console.log(`${file}:${line}:${column} «${text.slice(range.start, range.end)}» ${message}`)
    }
  }
  return found
}

const shown = (count: number): string => (count === 0 ? '–' : String(count))

test('the table of findings, and every finding judged', () => {
  const found = countFindings()
  if (!found) return
  const verdicts = readVerdicts()
  const codes = [...found.keys()].sort()
  const rows = codes.map((code) => {
    const { severity, counts } = found.get(code)!
    const { arguable, wrong } = verdicts.get(code) ?? { arguable: 0, wrong: 0 }
    const read = counts.reduce((sum, count) => sum + Math.min(count, SAMPLE), 0)
    const name = `[${code}](${code}.md)${severity === 'warning' ? '' : `, ${severity}`}`
    return `| ${[name, ...[...counts, read, read - arguable - wrong, arguable, wrong].map(shown)].join(' | ')} |`
  })
  const head =
    '| check | A | B | C | D | read | right | arguable | wrong |\n| --- | --- | --- | --- | --- | --- | --- | --- | --- |'
  const made = `\n${head}\n${rows.join('\n')}\n\n`
  const page = readFileSync(README, 'utf8')
  if (process.env.UPDATE)
    writeFileSync(
      README,
      page.replace(TABLE, () => made),
    )
  else expect(TABLE.exec(page)?.[0]).toBe(made)
  // Findings that nobody has judged: read them (SHOW=code), and record the verdict.
  const totals = new Map(
    codes.map((code) => [code, found.get(code)!.counts.reduce((sum, count) => sum + count, 0)]),
  )
  expect(totals).toEqual(new Map([...verdicts].map(([code, verdict]) => [code, verdict.found])))
})
