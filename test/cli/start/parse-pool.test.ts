/** Parsing on several threads: the same results, whatever happens to a worker, and no worker for a small book. */
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe, expect, test } from 'vitest'
import { parseInPool, workersFor } from '../../../src/cli/start/parse-pool.ts'
import { defaultConfig } from '../../../src/config/index.ts'
import { readProject } from '../../../src/disk/read.ts'
import { type ParsedText, parsedText } from '../../../src/memory/parsed-text.ts'
import type { Source } from '../../../src/model.ts'
import { parse } from '../../../src/parse/index.ts'
import { root } from '../../setup.ts'

/** The shorter half of our own book, and one small page many times over: enough for several batches. */
const book = readProject(root, defaultConfig()).sources.toSorted((a, b) => a.text.length - b.text.length)
const copied = book.find(({ path }) => path.endsWith('.md'))!
const sources: readonly Source[] = [
  ...book.slice(0, book.length / 2),
  ...Array.from({ length: 120 }, (_, copy) => ({ path: `runbooks/copy-${copy}.md`, text: copied.text })),
]
const parseAsText = (source: Source): ParsedText => parsedText(parse(source))
const expected = sources.map(parseAsText)

const worker = (code: string): URL => new URL(`data:text/javascript,${encodeURIComponent(code)}`)
const ANSWER = "import { parentPort } from 'node:worker_threads'; parentPort.postMessage([]);"

describe('parsing on several threads', () => {
  test.each([
    ['the worker of the tool', pathToFileURL(join(root, 'lib/parse-worker.js'))],
    ['one that does not start', worker('throw new Error("no")')],
    ['one that ends at its first batch', worker(`${ANSWER} parentPort.on('message', () => process.exit(3))`)],
    ['one that throws at its first batch', worker(`${ANSWER} parentPort.on('message', () => { throw 1 })`)],
  ])('%s: every source once, in order', async (_, script) => {
    const seen: number[] = []
    const onProgress = (done: number): void => void seen.push(done)
    const take = (_: Source, result: ParsedText): ParsedText => result
    const results = await parseInPool(sources, 2, { take, parse: parseAsText, script, onProgress })
    expect(results).toEqual(expected)
    expect(seen).toEqual(sources.map((_, index) => index + 1))
  })

  test('what cannot be parsed here is not swallowed', async () => {
    const fail = (): never => {
      throw new Error('a bug')
    }
    const pool = parseInPool(sources, 1, {
      take: () => {},
      parse: fail,
      script: worker('throw 1'),
      onProgress: () => {},
    })
    await expect(pool).rejects.toThrow('a bug')
  })

  test('a small book starts no worker', () => {
    expect(workersFor(100)).toBe(0)
  })
})
