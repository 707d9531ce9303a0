/** `alertbook check --fix`: applies certain fixes in place, until another round finds none. */
import { createTwoFilesPatch } from 'diff'
import { type CompileOptions, compileParsed } from '../compile-parsed.ts'
import { readLinks } from '../disk/links-file.ts'
import { rewriteSource } from '../disk/sources.ts'
import type { Compilation, Diagnostic, Parsed, Source } from '../model.ts'
import { parse } from '../parse/index.ts'
import { applyFixes } from './apply-fixes.ts'
import type { Io } from './command.ts'
import { type CompiledSources, findingKey, isHarmless, notFixed } from './fix-proof.ts'
import type { Project } from './project.ts'

/** A fix may reveal another: a corrected rule, then its copies. */
const ROUNDS = 10

export interface Fixed {
  /** All sources after the fixes. */
  readonly sources: readonly Source[]
  /** The changed sources before the fixes. */
  readonly changed: readonly Source[]
  /** Number of findings fixed. */
  readonly count: number
  /** The compilation afterwards. */
  readonly compilation: Compilation
  /** Findings in the record of addresses and the configuration afterwards. */
  readonly beside: readonly Diagnostic[]
}

/** Applies fixes in memory; writes nothing. `wanted`: which findings may be fixed. */
export function fixAll(
  project: Project,
  options: CompileOptions,
  wanted: (diagnostic: Diagnostic) => boolean,
): Fixed {
  const known = new Map<Source, Parsed>(
    project.sources.map((source, index) => [source, project.parsed[index]!]),
  )
  const compile = (sources: readonly Source[], each = true): Compilation => {
    const parsed = sources.map((source) => {
      const before = known.get(source)
      if (before) return before
      const fresh = parse(source)
      known.set(source, fresh)
      return fresh
    })
    return compileParsed(parsed, sources, project.config, { ...options, each })
  }
  let sources = project.sources
  let compilation = compile(sources)
  let count = 0
  for (let round = 0; round < ROUNDS; round++) {
    const step = fixOnce(sources, compilation, wanted, compile)
    if (step.count === 0) break
    sources = step.sources
    compilation = step.compilation
    count += step.count
  }
  const changed = project.sources.filter((source, index) => sources[index]!.text !== source.text)
  const record = fixRecord(project, wanted)
  return {
    sources: [...sources, ...record.sources],
    changed: [...changed, ...(record.sources.length > 0 ? [project.links!] : [])],
    count: count + record.count,
    compilation: compile(sources, false),
    beside: record.beside,
  }
}

/** The record of addresses is not a source of the compiler; it has its own fixes. */
function fixRecord(
  { links, diagnostics }: Project,
  wanted: (diagnostic: Diagnostic) => boolean,
): { sources: Source[]; count: number; beside: readonly Diagnostic[] } {
  const own = diagnostics.filter(({ file }) => file === links?.path)
  const step = links && applyFixes([links], own.filter(wanted))
  if (!links || !step || step.applied.length === 0) return { sources: [], count: 0, beside: diagnostics }
  const after = readLinks(step.sources[0]!).diagnostics
  return {
    sources: [...step.sources],
    count: step.applied.length,
    beside: [...diagnostics.filter((one) => !own.includes(one)), ...after],
  }
}

interface Step extends CompiledSources {
  readonly count: number
}

/**
 * Applies fixes, and keeps those that prove themselves: the finding is gone, no error is new, and every page shows the
 * same. If a set of fixes fails, its halves are tried, so a bad fix does not block the others.
 */
function fixOnce(
  sources: readonly Source[],
  before: Compilation,
  wanted: (diagnostic: Diagnostic) => boolean,
  compile: (sources: readonly Source[]) => Compilation,
): Step {
  let best: Step = { sources, compilation: before, count: 0 }
  const attempt = (findings: readonly Diagnostic[]): void => {
    if (findings.length === 0) return
    // Findings after the fixes kept so far: their positions may have moved.
    const current = best.compilation.diagnostics.filter(wanted)
    const wished = new Set(findings.map(findingKey))
    const { sources: edited, applied } = applyFixes(
      best.sources,
      current.filter((one) => wished.has(findingKey(one))),
    )
    if (applied.length === 0) return
    const after = compile(edited)
    const state = { sources: edited, compilation: after }
    const stale = notFixed(applied, best, state)
    if (stale.size === 0 && isHarmless(best, state)) {
      best = { ...state, count: best.count + applied.length }
    } else if (stale.size > 0) {
      attempt(findings.filter((one) => wished.has(findingKey(one)) && !stale.has(findingKey(one))))
    } else if (findings.length > 1) {
      const middle = findings.length >> 1
      attempt(findings.slice(0, middle))
      attempt(findings.slice(middle))
    }
  }
  attempt(before.diagnostics.filter(wanted).filter(({ fix }) => fix !== undefined))
  return best
}

/** The fixes as a unified diff for `git apply` and `patch -p1`. */
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

/** Writes the changed files one by one. A file that changed in the meantime is left alone, and reported. */
export function writeFixes({ root }: Project, { sources, changed }: Fixed, io: Io): boolean {
  const after = new Map(sources.map(({ path, text }) => [path, text]))
  let all = true
  for (const source of changed) {
    if (rewriteSource(root, source, after.get(source.path)!)) continue
    all = false
    io.err(`alertbook: \`${source.path}\` changed while it was being fixed; it is left unchanged\n`)
  }
  return all
}
