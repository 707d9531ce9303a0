/** `alertbook check --fix`: writes what is certain in place, until a further round finds nothing to do. */
import { createTwoFilesPatch } from 'diff'
import { type CompileOptions, compileParsed } from '../compile-parsed.ts'
import { readLinks } from '../disk/links-file.ts'
import { rewriteSource } from '../disk/sources.ts'
import type { Compilation, Diagnostic, Parsed, Source } from '../model.ts'
import { parse } from '../parse/index.ts'
import { applyFixes } from './apply-fixes.ts'
import type { Io } from './command.ts'
import { identity, isHarmless, type State, uncured } from './cure.ts'
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

/** The record of addresses is no source of the compiler, and has fixes of its own. */
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

interface Step extends State {
  readonly count: number
}

/**
 * Applies fixes, and keeps those that prove to be cures: the finding is gone, no error is new, and every page shows
 * what it showed. Where a set of fixes does not, its halves are tried: one that cures nothing holds up no other.
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
    // The findings as they are after what was kept so far: their places may have moved.
    const current = best.compilation.diagnostics.filter(wanted)
    const wished = new Set(findings.map(identity))
    const { sources: edited, applied } = applyFixes(
      best.sources,
      current.filter((one) => wished.has(identity(one))),
    )
    if (applied.length === 0) return
    const after = compile(edited)
    const state = { sources: edited, compilation: after }
    const stale = uncured(applied, best, state)
    if (stale.size === 0 && isHarmless(best, state)) {
      best = { ...state, count: best.count + applied.length }
    } else if (stale.size > 0) {
      attempt(findings.filter((one) => wished.has(identity(one)) && !stale.has(identity(one))))
    } else if (findings.length > 1) {
      const middle = findings.length >> 1
      attempt(findings.slice(0, middle))
      attempt(findings.slice(middle))
    }
  }
  attempt(before.diagnostics.filter(wanted).filter(({ fix }) => fix !== undefined))
  return best
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
