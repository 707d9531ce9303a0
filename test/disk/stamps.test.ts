/** A file in the same state is not read again; one that may have changed is. */
import type { Stats } from 'node:fs'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openSeal } from '../../src/disk/seal.ts'
import { openStamps } from '../../src/disk/stamps.ts'
import { temporaryFolder } from '../setup.ts'

const HOUR = 3_600_000
const look = (change: Partial<Stats> = {}): Stats =>
  ({ size: 10, mtimeMs: Date.now() - HOUR, ctimeMs: Date.now() - HOUR, ino: 7, ...change }) as Stats

test('what a file looks like tells whether it must be read', () => {
  const path = join(temporaryFolder(), 'cache/stamps')
  const seal = openSeal()
  const first = openStamps(path, seal)
  const settled = look()
  const recent = look({ ctimeMs: Date.now() - 100 })
  first.note('a.md', settled, 'A')
  first.note('b.md', recent, 'B')
  first.save()

  const second = openStamps(path, seal)
  expect(second.hashOf('a.md', settled)).toBe('A')
  expect(second.hashOf('b.md', recent), 'changed when it was read: it may have changed again').toBeUndefined()
  for (const change of [{ size: 11 }, { mtimeMs: 1 }, { ctimeMs: 1 }, { ino: 8 }])
    expect(second.hashOf('a.md', { ...settled, ...change } as Stats)).toBeUndefined()

  writeFileSync(path, readFileSync(path, 'utf8').slice(0, -5))
  expect(openStamps(path, seal).hashOf('a.md', settled)).toBeUndefined()
})
