/** Texts that wait for the end of a run: read as they were written, and nothing of them stays in the folder. */
import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
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
