/**
 * `npm run bench`: bundles each benchmark and runs it in its own process. Arguments select benchmarks (`npm run bench
 * -- build`); the default is all but `site`.
 */
import { execFileSync } from 'node:child_process'
import { runBundled } from '../scripts/run-bundled.mjs'

const benchmarks = ['build', 'dev', 'check', 'checks', 'promql', 'engine', 'test', 'site']
/** Needs the network and half an hour, so it runs only on request. */
const apart = ['site']
const asked = process.argv.slice(2)
const chosen = asked.length > 0 ? asked : benchmarks.filter((name) => !apart.includes(name))
/** Of the Node that is timed: see node.ts. */
const version = execFileSync(process.env.BENCH_NODE ?? process.execPath, ['--version'], {
  encoding: 'utf8',
}).trim()

for (const name of chosen) {
  if (!benchmarks.includes(name)) throw new Error(`no benchmark \`${name}\`, one of ${benchmarks.join(', ')}`)
  console.log(`\n# ${name}, Node ${version}\n`)
  if ((await runBundled(`bench/${name}.ts`)) !== 0) process.exitCode = 1
}
