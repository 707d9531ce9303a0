/** `alertbook check --fix`: writes what is certain in place, until a further round finds nothing to do. */
import { createTwoFilesPatch } from 'diff'
import { type CompileOptions, compileParsed } from '../compile-parsed.ts'
import { readLinks } from '../disk/links-file.ts'
import { rewriteSource } from '../disk/sources.ts'
import type { Compilation, Diagnostic, Edit, Parsed, Source } from '../model.ts'
import { parse } from '../parse/index.ts'
import { applyEdits } from '../text/edits.ts'
import type { Io } from './command.ts'
import type { Project } from './project.ts'

/** A fix may uncover the next one: a corrected rule, then the copies of it. */
const ROUNDS = 10

export interface Fixed {
  /** All sources as they are after the fixes. */
  readonly sources: readonly Source[]
  /** The sources that were changed, as they were. */
  readonly changed: readonly Source[]
  /** How many findings were cured. */
  readonly count: number
  /** What is found afterwards. */
  readonly compilation: Compilation
  /** What is found in the record of addresses and the configuration afterwards. */
  readonly beside: readonly Diagnostic[]
}

/** Fixes in memory; nothing is written. `wanted` says which findings may be fixed. */
export function fixAll(
  project: Project,
  options: CompileOptions,
  wanted: (diagnostic: Diagnostic) => boolean,
): Fixed {
  const known = new Map<Source, Parsed>(
    project.sources.map((source, index) => [source, project.parsed[index]!]),
  )
  const compile = (sources: readonly Source[]): Compilation => {
    const parsed = sources.map((source) => known.get(source) ?? parse(source))
    return compileParsed(parsed, sources, project.config, options)
  }
  let sources = project.sources
  let compilation = compile(sources)
  let count = 0
  for (let round = 0; round < ROUNDS; round++) {
    const step = fixOnce(sources, compilation.diagnostics.filter(wanted))
    if (step.count === 0) break
    const next = compile(step.sources)
    // What would make a file worse is no fix: then the last good state stands.
    if (errorsOf(next) > errorsOf(compilation)) break
    sources = step.sources
    compilation = next
    count += step.count
  }
  const changed = project.sources.filter((source, index) => sources[index]!.text !== source.text)
  const record = fixRecord(project, wanted)
  return {
    sources: [...sources, ...record.sources],
    changed: [...changed, ...(record.sources.length > 0 ? [project.links!] : [])],
    count: count + record.count,
    compilation,
    beside: record.beside,
  }
}

/** The record of addresses is no source of the compiler, and has fixes of its own. */
function fixRecord(
  { links, diagnostics }: Project,
  wanted: (diagnostic: Diagnostic) => boolean,
): { sources: Source[]; count: number; beside: readonly Diagnostic[] } {
  const own = diagnostics.filter(({ file }) => file === links?.path)
  const step = links && fixOnce([links], own.filter(wanted))
  if (!links || !step || step.count === 0) return { sources: [], count: 0, beside: diagnostics }
  const after = readLinks(step.sources[0]!).diagnostics
  return {
    sources: [...step.sources],
    count: step.count,
    beside: [...diagnostics.filter((one) => !own.includes(one)), ...after],
  }
}

const errorsOf = ({ diagnostics }: Compilation): number =>
  diagnostics.filter(({ severity }) => severity === 'error').length

/** Applies every fix whose edits meet no earlier one's; a fix is made as a whole or not at all. */
function fixOnce(
  sources: readonly Source[],
  diagnostics: readonly Diagnostic[],
): { sources: readonly Source[]; count: number } {
  const texts = new Map(sources.map(({ path, text }) => [path, text]))
  const taken = new Map<string, Edit[]>()
  let count = 0
  for (const { fix } of diagnostics) {
    if (!fix?.edits.every(({ file }) => texts.has(file))) continue
    const files = [...new Set(fix.edits.map(({ file }) => file))]
    const merged = files.map((file) => {
      const own = fix.edits.filter((edit) => edit.file === file)
      const all = [...(taken.get(file) ?? []), ...own]
      return { file, all, refused: applyEdits(texts.get(file)!, all).refused.length }
    })
    if (merged.some(({ refused }) => refused > 0)) continue
    for (const { file, all } of merged) taken.set(file, all)
    count++
  }
  return {
    count,
    sources: sources.map((source) => {
      const edits = taken.get(source.path)
      return edits ? { path: source.path, text: applyEdits(source.text, edits).text } : source
    }),
  }
}

/** The fixes as a unified diff that `git apply` and `patch -p1` take. */
export function diffOf({ sources, changed }: Fixed): string {
  const after = new Map(sources.map(({ path, text }) => [path, text]))
  return changed
    .map(({ path, text }) =>
      createTwoFilesPatch(`a/${path}`, `b/${path}`, text, after.get(path)!, undefined, undefined, {
        context: 3,
      }),
    )
    .map((patch) => patch.replace(/^=+\n/, '').replace(/^(--- .*|\+\+\+ .*)\t\n?$/gm, '$1'))
    .join('')
}

/** Writes the changed files one after another. A file that changed meanwhile is left alone, and named. */
export function writeFixes({ root }: Project, { sources, changed }: Fixed, io: Io): boolean {
  const after = new Map(sources.map(({ path, text }) => [path, text]))
  let all = true
  for (const source of changed) {
    if (rewriteSource(root, source, after.get(source.path)!)) continue
    all = false
    io.err(`alertbook: \`${source.path}\` changed while it was being fixed; it is left as it is\n`)
  }
  return all
}
