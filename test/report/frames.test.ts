/**
 * The frames of `frames.txt`: `«…»` marks the range, `⟨x × n⟩` repeats, `\t`, `\r` and `\u{…}` have their usual
 * meaning.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { frame } from '../../src/report/frame.ts'
import { lineStarts } from '../../src/text/source.ts'
import { expectGolden } from '../setup.ts'

const path = join(import.meta.dirname, 'frames.txt')
const width = 60

interface Case {
  readonly title: string
  readonly input: string
}

function read(): Case[] {
  return readFileSync(path, 'utf8')
    .split(/^# /m)
    .slice(1)
    .map((part) => {
      const [head, ...rest] = part.split('\n')
      return { title: head!, input: rest.join('\n').split('\n==>\n')[0]! }
    })
}

function decode(input: string): string {
  return input
    .replace(/⟨(.+?) × (\d+)⟩/g, (_, what: string, times: string) => what.repeat(Number(times)))
    .replace(/\\u\{([0-9a-f]+)\}/g, (_, hex: string) => String.fromCodePoint(Number.parseInt(hex, 16)))
    .replaceAll('\\t', '\t')
    .replaceAll('\\r', '\r')
}

function draw(input: string): string {
  const marked = decode(input)
  const start = marked.indexOf('«')
  const end = marked.indexOf('»') - 1
  const text = marked.replace('«', '').replace('»', '')
  return frame({ text, starts: lineStarts(text) }, { start, end }, width)
    .map(({ gutter, text }) => `${gutter.padStart(3)} │ ${text}`.trimEnd())
    .join('\n')
}

test('frames.txt', () => {
  const drawn = read().map(({ title, input }) => `# ${title}\n${input}\n==>\n${draw(input)}\n`)
  expect(drawn.length).toBeGreaterThan(20)
  expectGolden(path, drawn.join(''))
})
