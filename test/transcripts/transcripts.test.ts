/**
 * What a new user met on the first day, and what the command line says now: `team.txt` decides about a first pull
 * request, `papercuts.txt` is the rest. Read them: they are the product.
 */
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { expectGolden, root } from '../setup.ts'
import { PAPERCUTS } from './papercuts.ts'
import { play, type Scene } from './session.ts'
import { TEAM } from './team.ts'

test.each([
  ['team', TEAM],
  ['papercuts', PAPERCUTS],
] as [string, readonly Scene[]][])('%s', async (name, scenes) => {
  const told: string[] = []
  for (const scene of scenes) told.push(await play(scene))
  expect(new Set(scenes.map(({ title }) => title)).size).toBe(scenes.length)
  expectGolden(join(root, `test/transcripts/${name}.txt`), told.join('\n'))
})
