/**
 * `npm run fuzz`: long runs of the laws. Bundles `scripts/fuzz-NAME.ts` and runs it in its own process: `npm run fuzz
 * -- promql 1000000`. The default is PromQL.
 */
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { runBundled } from './run-bundled.mjs'

const [first, ...rest] = process.argv.slice(2)
const isName = first !== undefined && existsSync(fileURLToPath(new URL(`fuzz-${first}.ts`, import.meta.url)))
const name = isName ? first : 'promql'
process.exitCode = await runBundled(
  `scripts/fuzz-${name}.ts`,
  isName || first === undefined ? rest : [first, ...rest],
)
