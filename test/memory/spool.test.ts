/** Texts that wait for the end of a run: read as they were written, and nothing of them stays in the folder. */
import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { openSpool } from '../../src/memory/spool.ts'
import { temporaryFolder } from '../setup.ts'

test('gives back every text, in any order and more than once', () => {
  const ascii = fc.string({ unit: 'binary-ascii', maxLength: 200 })
  fc.assert(
    fc.property(fc.array(ascii), (texts) => {
      const folder = join(temporaryFolder(), 'new')
      const spool = openSpool(folder)
      const reads = texts.map((text) => spool.add(text))
      for (let round = 0; round < 2; round++)
        expect(reads.toReversed().map((read) => read())).toEqual(texts.toReversed())
      if (texts.length > 0) expect(readdirSync(folder)).toEqual([])
    }),
    { numRuns: 30 },
  )
})

test('holds texts where nothing can be written', () => {
  const file = join(temporaryFolder(), 'a file')
  writeFileSync(file, '')
  const spool = openSpool(join(file, 'folder'))
  expect([spool.add('a'), spool.add('b')].map((read) => read())).toEqual(['a', 'b'])
})

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

/** Bytes of the heap and of buffers that are in use. */
function used(): number {
  collect()
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}

test('keeps nothing of 64 megabytes in memory', async () => {
  const megabyte = 1 << 20
  const textOf = (n: number): string =>
    String(n)
      .padStart(8, '0')
      .repeat(megabyte / 8)
  const spool = openSpool(temporaryFolder())
  const before = used()
  const reads = Array.from({ length: 64 }, (_, n) => spool.add(textOf(n)))
  // On a busy machine, buffers are given back a little after the collection.
  await expect.poll(() => used() - before, { timeout: 10_000 }).toBeLessThan(16 * megabyte)
  for (const [n, read] of reads.entries()) expect(read() === textOf(n)).toBe(true)
})
