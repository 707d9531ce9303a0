/**
 * `npm run fuzz`: long runs of the laws. Bundles `scripts/fuzz-NAME.ts` and runs it in its own process: `npm run fuzz
 * -- promql 1000000`. The default is PromQL.
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
