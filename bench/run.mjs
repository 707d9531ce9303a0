/**
 * `npm run bench`: bundles each benchmark and runs it in its own process. Arguments select benchmarks (`npm run bench
 * -- build`); the default is all but `site`.
 */
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const root = fileURLToPath(new URL('..', import.meta.url))
const benchmarks = ['build', 'dev', 'check', 'checks', 'promql', 'engine', 'test', 'site']
/** Needs the network and half an hour, so it runs only on request. */
const apart = ['site']
const asked = process.argv.slice(2)
const chosen = asked.length > 0 ? asked : benchmarks.filter((name) => !apart.includes(name))
/** Of the Node that is timed: see node.ts. */
const version = execFileSync(process.env.BENCH_NODE ?? process.execPath, ['--version'], {
  encoding: 'utf8',
}).trim()
const out = join(root, 'node_modules/.cache/alertbook-bench')
mkdirSync(out, { recursive: true })

for (const name of chosen) {
  if (!benchmarks.includes(name)) throw new Error(`no benchmark \`${name}\`, one of ${benchmarks.join(', ')}`)
  await build({
    entryPoints: [join(root, 'bench', `${name}.ts`)],
    outfile: join(out, `${name}.mjs`),
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    target: 'node20',
    logLevel: 'warning',
  })
  console.log(`\n# ${name}, Node ${version}\n`)
  const { status } = spawnSync(process.execPath, [join(out, `${name}.mjs`)], { cwd: root, stdio: 'inherit' })
  if (status !== 0) process.exitCode = 1
}
