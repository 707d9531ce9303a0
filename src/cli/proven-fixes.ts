/**
 * What reports offer: of the fixes that findings carry, those that prove to be cures. A report that a program reads holds
 * the edits themselves, and whoever applies them has no proof but ours.
 */
import { type CompileOptions, compileParsed } from '../compile-parsed.ts'
import { DamagedMemory } from '../memory/remember.ts'
import type { Compilation, Diagnostic, Source } from '../model.ts'
import { parse } from '../parse/index.ts'
import { counted } from '../text/group-by.ts'
import { applyFixes, filesOf } from './apply-fixes.ts'
import { withoutFix } from './findings.ts'
import { type CompiledSources, findingKey, notFixed, visibleText } from './fix-proof.ts'
import type { Project } from './project.ts'

/**
 * Fixes that fail together are tried one by one, a page beside the others, so many times at most. What is still in
 * doubt then is not offered; `--fix`, which does not give up, may make it all the same.
 */
const ROUNDS = 8

/** Findings of a compilation; those whose fix is offered and is no cure come without it. */
export function withProvenFixes(
  project: Project,
  options: CompileOptions,
  compilation: Compilation,
  findings: readonly Diagnostic[],
  isOffered: (diagnostic: Diagnostic) => boolean = ({ fix }) => fix !== undefined,
): Diagnostic[] {
  const proven = provenOf(project, options, compilation, findings.filter(isOffered))
  return findings.map((one) => (!isOffered(one) || proven.has(one) ? one : withoutFix(one)))
}

function provenOf(
  project: Project,
  options: CompileOptions,
  compilation: Compilation,
  fixable: readonly Diagnostic[],
): ReadonlySet<Diagnostic> {
  try {
    return tryFixes(project, options, compilation, fixable)
  } catch (error) {
    // A page cannot be compared with what it was: nothing is proven.
    if (error instanceof DamagedMemory) return new Set()
    throw error
  }
}

function tryFixes(
  project: Project,
  options: CompileOptions,
  compilation: Compilation,
  fixable: readonly Diagnostic[],
): ReadonlySet<Diagnostic> {
  const known = new Map(project.sources.map((source, index) => [source, project.parsed[index]!]))
  const before: CompiledSources = { sources: project.sources, compilation }
  const tried = (findings: readonly Diagnostic[]): readonly Diagnostic[] => {
    const { sources, applied } = applyFixes(project.sources, findings)
    const parsed = sources.map((source) => known.get(source) ?? parse(source))
    return curesOf(applied, before, {
      sources,
      compilation: compileParsed(parsed, sources, project.config, options),
    })
  }
  const proven = new Set(tried(fixable))
  let doubtful = fixable.filter((one) => !proven.has(one))
  for (let round = 0; round < ROUNDS && doubtful.length > 0; round++) {
    const next = oneForEachFile(doubtful)
    for (const one of tried(next)) proven.add(one)
    doubtful = doubtful.filter((one) => !next.includes(one))
  }
  return proven
}

/** Findings whose fixes touch no file twice. */
function oneForEachFile(findings: readonly Diagnostic[]): Diagnostic[] {
  const taken = new Set<string>()
  return findings.filter((one) => {
    const files = filesOf(one.fix!)
    if (files.some((file) => taken.has(file))) return false
    for (const file of files) taken.add(file)
    return true
  })
}

/** Of the fixes that were made those that are cures: the finding is gone, and their files are otherwise as they were. */
function curesOf(
  applied: readonly Diagnostic[],
  before: CompiledSources,
  after: CompiledSources,
): readonly Diagnostic[] {
  const stale = notFixed(applied, before, after)
  const harmed = damagedFiles(before, after)
  const edited = new Set(applied.flatMap(({ fix }) => filesOf(fix!)))
  // An error where nothing was edited may be of any of them.
  if ([...harmed].some((file) => !edited.has(file))) return []
  const isHarmed = (one: Diagnostic): boolean => filesOf(one.fix!).some((file) => harmed.has(file))
  return applied.filter((one) => !stale.has(findingKey(one)) && !isHarmed(one))
}

/** Files with more errors than before, and pages that show something else. */
function damagedFiles(before: CompiledSources, after: CompiledSources): Set<string> {
  const had = errorsByFile(before.compilation)
  const harmed = new Set(
    [...errorsByFile(after.compilation)]
      .filter(([file, count]) => count > (had.get(file) ?? 0))
      .map(([file]) => file),
  )
  const texts = new Map(before.sources.map(({ path, text }): [string, string] => [path, text]))
  const isChanged = ({ path, text }: Source): boolean => texts.get(path) !== text
  for (const { path } of after.sources.filter(isChanged))
    if (visibleText(after.compilation, path) !== visibleText(before.compilation, path)) harmed.add(path)
  return harmed
}

const errorsByFile = ({ diagnostics }: Compilation): ReadonlyMap<string, number> =>
  counted(diagnostics.flatMap(({ file, severity }) => (severity === 'error' ? file : [])))
