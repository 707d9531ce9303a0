/**
 * Builds the files that pages load from this folder. Runs when the tool is built (the result is shipped), and in tests.
 */
import { readFile } from 'node:fs/promises'
import { build } from 'esbuild'

const here = new URL('.', import.meta.url).pathname

/** Scripts that run before the page is shown, and the service worker; all others are modules. */
const CLASSIC = ['theme', 'redirect', 'sw']
const STYLES = ['style.css', 'more.css', 'prose.css', 'pictures.css', 'diagrams.css', 'cjk.css']
const MODULES = ['site', 'more', 'keep', 'search']

/** Builds all assets; keys are names under `assets/`. */
export async function buildAssets(folder: string = here): Promise<Record<string, string>> {
  const scripts = async (names: readonly string[], format: 'iife' | 'esm'): Promise<[string, string][]> => {
    const { outputFiles } = await build({
      entryPoints: names.map((name) => `${folder}client/${name}.ts`),
      bundle: true,
      minify: true,
      format,
      target: 'es2022',
      outdir: '/',
      write: false,
      legalComments: 'none',
    })
    return outputFiles.map(({ path, text }) => [path.replace(/^.*[\\/]/, ''), text])
  }
  const style = await build({
    entryPoints: STYLES.map((name) => `${folder}${name}`),
    minify: true,
    outdir: '/',
    write: false,
    target: 'chrome123',
  })
  return {
    ...Object.fromEntries(await scripts(CLASSIC, 'iife')),
    ...Object.fromEntries(await scripts(MODULES, 'esm')),
    ...Object.fromEntries(style.outputFiles.map(({ path, text }) => [path.replace(/^.*[\\/]/, ''), text])),
    'icon.svg': (await readFile(`${folder}icon.svg`, 'utf8')).trim(),
  }
}
