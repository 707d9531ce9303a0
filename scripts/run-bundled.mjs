/** Bundles a TypeScript file of this repository and runs it in its own process. */
import { spawnSync } from 'node:child_process'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const root = fileURLToPath(new URL('..', import.meta.url))
const folder = join(root, 'node_modules/.cache/alertbook-scripts')

/** `file` is relative to the root of the repository. Returns the exit code; 1 if a signal ended the process. */
export async function runBundled(file, args = []) {
  const outfile = join(folder, `${basename(file, '.ts')}.mjs`)
  await build({
    entryPoints: [join(root, file)],
    outfile,
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    target: 'node20',
    logLevel: 'warning',
  })
  const { status } = spawnSync(process.execPath, [outfile, ...args], { cwd: root, stdio: 'inherit' })
  return status ?? 1
}
