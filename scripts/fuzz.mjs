/**
 * `npm run fuzz`: the long runs of the laws. Bundles `scripts/fuzz-NAME.ts` and runs it in a process of its
 * own: `npm run fuzz -- promql 1000000`. Without a name it is PromQL's.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const root = fileURLToPath(new URL('..', import.meta.url))
const [first, ...rest] = process.argv.slice(2)
const isName = first !== undefined && existsSync(join(root, 'scripts', `fuzz-${first}.ts`))
const name = isName ? first : 'promql'
const args = isName || first === undefined ? rest : [first, ...rest]
const out = join(root, 'node_modules/.cache/alertbook-fuzz')
mkdirSync(out, { recursive: true })
await build({
  entryPoints: [join(root, 'scripts', `fuzz-${name}.ts`)],
  outfile: join(out, `${name}.mjs`),
  bundle: true,
  packages: 'external',
  platform: 'node',
  format: 'esm',
  target: 'node20',
  logLevel: 'warning',
})
const { status } = spawnSync(process.execPath, [join(out, `${name}.mjs`), ...args], {
  cwd: root,
  stdio: 'inherit',
})
process.exitCode = status ?? 1
