/**
 * `npm run fuzz -- disk [ROUNDS]`: kills builds and imports at random moments, and writes hostile paths, with a new
 * seed each time. The tests do the same with twenty rounds and a fixed seed.
 */
import { spawnSync } from 'node:child_process'

const rounds = String(Number(process.argv[2] ?? 300))
const seed = String(process.env.FC_SEED ?? Date.now() % 2 ** 31)
console.log(`seed ${seed}, ${rounds} rounds of kills`)
const files = ['test/disk/interrupt.test.ts', 'test/cli/import/import.test.ts', 'test/disk/outputs.test.ts']
const { status } = spawnSync(process.execPath, ['node_modules/vitest/vitest.mjs', 'run', ...files], {
  stdio: 'inherit',
  env: { ...process.env, KILLS: rounds, FC_SEED: seed },
})
process.exitCode = status ?? 1
