/**
 * What holds for every test file. Laws are tried on the same inputs in every run, so that a failure is the change's;
 * `FC_SEED` tries others. What is kept for the user is kept in a folder that is gone at the end.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll } from 'vitest'

fc.configureGlobal({ seed: Number(process.env.FC_SEED ?? 20261121) })

const cache = mkdtempSync(join(tmpdir(), 'alertbook-cache-'))
process.env.XDG_CACHE_HOME = cache
afterAll(() => rmSync(cache, { recursive: true, force: true }))
