/**
 * Builds the tool if its sources have changed: `lib/cli.js` and the three libraries, bundled to start about as fast as
 * node itself, and the files that the site's pages load. `--types` adds the declarations.
 */
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build } from 'esbuild'
import { packagesOf, thirdParty } from './third-party.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))

/** The engine for regular expressions is a script beside the program. */
const re2Beside = {
  name: 're2-beside',
  setup({ onResolve }) {
    onResolve({ filter: /^re2js$/ }, () => ({ path: './re2.js', external: true }))
  },
}

/** Leaves out of a script what only other commands load: `start/elsewhere.ts` tells, and the whole program is loaded. */
const rest = {
  name: 'rest',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^\.\.?\// }, ({ kind, path }) =>
      kind === 'dynamic-import' && !/^\.\/check(?:-files)?\.ts$/.test(path)
        ? { path, namespace: 'rest' }
        : undefined,
    )
    onLoad({ filter: /./, namespace: 'rest' }, () => ({
      contents: `import { Elsewhere } from './src/cli/start/elsewhere.ts'; throw new Elsewhere()`,
      resolveDir: root,
    }))
  },
}

/** Everything that the result depends on. */
function* inputs(path) {
  for (const entry of readdirSync(join(root, path), { withFileTypes: true })) {
    const child = `${path}/${entry.name}`
    if (entry.isDirectory()) yield* inputs(child)
    else yield child
  }
}

function hashOf(paths) {
  const hash = createHash('sha256')
  for (const path of paths.sort())
    hash
      .update(path)
      .update('\0')
      .update(readFileSync(join(root, path)))
      .update('\0')
  return hash.digest('hex')
}

const stamp = hashOf([
  ...inputs('src'),
  ...inputs('site'),
  'scripts/build.mjs',
  'scripts/third-party.mjs',
  'package.json',
  'package-lock.json',
])
const stampFile = join(root, 'lib/.stamp')
const isFresh = existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp

if (!isFresh) await compile()
if (process.argv.includes('--types')) {
  execFileSync(
    process.execPath,
    [join(root, 'node_modules/typescript/bin/tsc'), '-p', join(root, 'tsconfig.types.json')],
    {
      stdio: 'inherit',
    },
  )
  // The libraries that they describe are ECMAScript modules, unlike the program beside them.
  writeFileSync(join(root, 'lib/types/package.json'), '{"type":"module"}\n')
}

/** Into a separate folder first: a failing build leaves the last one in place. */
async function compile() {
  const out = join(root, 'lib.new')
  rmSync(out, { recursive: true, force: true })
  const common = {
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    minifySyntax: true,
    minifyWhitespace: true,
    // Licence texts are collected in one file: see `third-party.mjs`.
    legalComments: 'none',
    metafile: true,
    logLevel: 'warning',
  }
  // Large, rarely needed, and under its own licence: it stays a dependency.
  const mermaid = 'beautiful-mermaid'
  // Packages that a project using the library may share and update; the others are bundled, and never installed.
  const external = ['js-yaml', 'remark-frontmatter', 'remark-parse', 'unified', mermaid]
  // Needed for unusual patterns alone, and then at once: a script that `require` loads.
  const re2 = await build({
    ...common,
    format: 'cjs',
    entryPoints: { re2: 're2js' },
    outdir: out,
  })
  const define = { ALERTBOOK_RE2: JSON.stringify('./re2.js') }
  const libraries = await build({
    ...common,
    define,
    entryPoints: {
      index: join(root, 'src/index.ts'),
      promql: join(root, 'src/promql/index.ts'),
      engine: join(root, 'src/engine/index.ts'),
      template: join(root, 'src/template/index.ts'),
    },
    outdir: out,
    outExtension: { '.js': '.mjs' },
    external,
    splitting: true,
    chunkNames: 'chunk-[hash]',
  })
  // The program is CommonJS, which starts sooner, and one script, so that its compiled code can be stored as a whole. A
  // script from stored code cannot import: it gets a function that can.
  writeFileSync(join(out, 'package.json'), '{"type":"commonjs"}\n')
  const starters = await build({
    ...common,
    format: 'cjs',
    entryPoints: {
      cli: join(root, 'src/cli/start/bin.ts'),
      'parse-worker': join(root, 'src/cli/start/parse-worker.ts'),
      'write-worker': join(root, 'src/cli/start/write-worker.ts'),
    },
    outdir: out,
  })
  const script = {
    ...common,
    format: 'cjs',
    outdir: out,
    external: [mermaid],
    plugins: [re2Beside],
    banner: {
      js: "(function(exports,require,module,__filename,importModule){'use strict';const moduleUrl=require('node:url').pathToFileURL(__filename).href;",
    },
    footer: { js: '})' },
    define: {
      ...define,
      ALERTBOOK_VERSION: JSON.stringify(version),
      ALERTBOOK_STAMP: JSON.stringify(stamp),
      'import.meta.url': 'moduleUrl',
    },
  }
  const main = join(root, 'src/cli/main.ts')
  const program = await build({ ...script, entryPoints: { main } })
  // What a check of rule files needs of it: a third of the code to read, and of the functions to make.
  const part = await build({ ...script, entryPoints: { check: main }, plugins: [re2Beside, rest] })
  for (const name of ['main.js', 'check.js']) {
    const code = readFileSync(join(out, name), 'utf8')
    writeFileSync(join(out, name), asAscii(code.replace(/(?<![\w$.])import\(/g, 'importModule(')))
  }
  await writeAssets(out, common)
  writeFileSync(
    join(out, 'alertbook.schema.json'),
    execFileSync(process.execPath, [join(out, 'cli.js'), 'schema', 'config']),
  )
  const client = await build({
    ...common,
    platform: 'browser',
    entryPoints: readdirSync(join(root, 'site/client')).map((name) => join(root, 'site/client', name)),
    outdir: join(out, 'client'),
    write: false,
  })
  const bundles = [re2, libraries, starters, program, part, client].map(({ metafile }) => metafile)
  writeFileSync(join(out, 'THIRD-PARTY-LICENSES.txt'), thirdParty(packagesOf(bundles), root))
  writeFileSync(join(out, '.stamp'), stamp)
  rmSync(join(root, 'lib'), { recursive: true, force: true })
  renameSync(out, join(root, 'lib'))
}

/** As ASCII, which loads sooner: also escapes what esbuild leaves in patterns and tagged templates. */
function asAscii(code) {
  const escaped = code.replace(
    /(?<!\\)[^\0-\x7f]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
  if (/[^\0-\x7f]/.test(escaped)) throw new Error('a script is read as ASCII, and is not')
  return escaped
}

/** The theme's stylesheets and scripts, made by `site/assets.ts`. */
async function writeAssets(out, common) {
  const maker = join(out, 'make-assets.mjs')
  await build({
    ...common,
    entryPoints: [join(root, 'site/assets.ts')],
    outfile: maker,
    packages: 'external',
  })
  const { buildAssets } = await import(pathToFileURL(maker).href)
  mkdirSync(join(out, 'assets'), { recursive: true })
  for (const [name, content] of Object.entries(await buildAssets(`${join(root, 'site')}/`))) {
    writeFileSync(join(out, 'assets', name), content)
  }
  rmSync(maker)
}
