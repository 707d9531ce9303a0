/**
 * PromQL: our parser with all checks against the grammar of Prometheus' own editor, only parsing
 * (`@prometheus-io/lezer-promql`), on the expressions of real rule files. Cold: a process that loads the bundled
 * library and parses every expression once. Warm: the same work repeated.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parser } from '@prometheus-io/lezer-promql'
import { build } from 'esbuild'
import { CORE_SCHEMA, loadAll } from 'js-yaml'
import { parseExpr } from '../src/promql/index.ts'
import { filesOf } from './corpus.ts'
import { median } from './measure.ts'

/** Every `expr` of the rule files in a folder. */
function expressionsOf(folder: string): string[] {
  const found: string[] = []
  const search = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return
    for (const [key, child] of Object.entries(value)) {
      if (key === 'expr' && (typeof child === 'string' || typeof child === 'number'))
        found.push(String(child))
      else search(child)
    }
  }
  for (const path of filesOf(folder, /\.ya?ml$/)) {
    loadAll(readFileSync(join(folder, path), 'utf8'), { schema: CORE_SCHEMA }).forEach(search)
  }
  return found
}

const ours = 'alertbook/promql, parse and check'
const theirs = 'lezer-promql, parse alone'
const text = (count: number, digits: number): string => count.toFixed(digits).padStart(9)

/** Milliseconds for one pass over all expressions, after JIT warm-up. */
function warm(expressions: readonly string[], pass: (expression: string) => unknown): number {
  const times: number[] = []
  for (let round = 0; round < 60; round++) {
    const start = performance.now()
    for (const expression of expressions) pass(expression)
    if (round >= 20) times.push(performance.now() - start)
  }
  return median(times.sort((a, b) => a - b))
}

/** Programs for the cold runs: each loads its library and parses all expressions, without output. */
const programs: Readonly<Record<string, string>> = {
  [ours]: `import { parseExpr as read } from './src/promql/index.ts'`,
  [theirs]: `import { parser } from '@prometheus-io/lezer-promql'; const read = (text) => parser.parse(text)`,
  'nothing (node starts, reads the file)': 'const read = () => {}',
}

/** Milliseconds of processor time of whole processes, interleaved: steadier than wall time on a busy machine. */
async function cold(expressions: readonly string[]): Promise<Map<string, number>> {
  const root = resolve('.')
  const folder = mkdtempSync(join(root, 'node_modules/.cache/alertbook-bench/cold-'))
  const input = join(folder, 'expressions.json')
  writeFileSync(input, JSON.stringify(expressions))
  const files: [string, string][] = []
  for (const [name, head] of Object.entries(programs)) {
    const outfile = join(folder, `${files.length}.mjs`)
    const body = `import { readFileSync } from 'node:fs'\nfor (const text of JSON.parse(readFileSync(process.argv[2], 'utf8'))) read(text)\nconst { user, system } = process.cpuUsage()\nconsole.log((user + system) / 1000)\n`
    const bundle = { bundle: true, minify: true, platform: 'node', format: 'esm', target: 'node20' } as const
    await build({
      ...bundle,
      stdin: { contents: `${head}\n${body}`, resolveDir: root },
      outfile,
      external: ['re2js'],
    })
    files.push([name, outfile])
  }
  const times = new Map(files.map(([name]): [string, number[]] => [name, []]))
  for (let round = 0; round < 21; round++) {
    for (const [name, file] of files) {
      const { status, stdout, stderr } = spawnSync(process.execPath, [file, input], { encoding: 'utf8' })
      if (status !== 0) throw new Error(stderr)
      if (round > 0) times.get(name)?.push(Number(stdout))
    }
  }
  rmSync(folder, { recursive: true })
  return new Map([...times].map(([name, list]) => [name, median(list.sort((a, b) => a - b))]))
}

const corpora = ['srerun/rules', 'awesome']
  .map((path) => resolve('../shared/corpus', path))
  .filter(existsSync)
if (corpora.length === 0) console.log('no corpus at ../shared/corpus: nothing to measure')
else {
  const expressions = corpora.flatMap(expressionsOf)
  const size = expressions.reduce((sum, expression) => sum + expression.length, 0)
  const rejected = expressions.filter((expression) => parseExpr(expression).problems.length > 0).length
  console.log(`${expressions.length} expressions, ${size} characters; ${rejected} rejected\n`)

  const warmOurs = warm(expressions, parseExpr)
  const warmTheirs = warm(expressions, (expression) => parser.parse(expression))
  console.log('warm, all expressions once, median of 40')
  console.log(`  ${ours.padEnd(38)}${text(warmOurs, 2)} ms`)
  console.log(
    `  ${theirs.padEnd(38)}${text(warmTheirs, 2)} ms   ${(warmTheirs / warmOurs).toFixed(1)} times ours\n`,
  )

  const times = await cold(expressions)
  const [coldOurs, coldTheirs, empty] = [...times.values()] as [number, number, number]
  console.log('cold, processor time of a whole process, median of 20')
  for (const [name, time] of times) console.log(`  ${name.padEnd(38)}${text(time, 1)} ms`)
  const ratio = (coldTheirs - empty) / (coldOurs - empty)
  console.log(
    `  without node itself: ours ${(coldOurs - empty).toFixed(1)} ms, theirs ${(coldTheirs - empty).toFixed(1)} ms, ${ratio.toFixed(1)} times ours`,
  )
}
