/** `alertbook check` of a project, or of paths in it; with `--fix`, first applies certain fixes. */
import { statSync } from 'node:fs'
import { type CompileOptions, compileParsed } from '../compile-parsed.ts'
import type { Compilation, Diagnostic } from '../model.ts'
import { count } from '../text/count.ts'
import { textsOf } from '../text/source.ts'
import { type AppliedBaseline, applyBaseline, updateBaseline, withText } from './baseline.ts'
import type { Args, ExitCode, Io } from './command.ts'
import { readSelection } from './finding-selection.ts'
import { report } from './findings.ts'
import { compileOptions, loadProject, type Project, withMemory } from './project.ts'
import { recordNote } from './record.ts'
import { pathOf, rootOf } from './root.ts'
import { touchedSince } from './since.ts'
import { emptyTargetError, noteOthers, type Targets, within } from './targets.ts'

/** Checks a project, with the paths in it that are named. */
export async function checkProject(
  { own, alone, others }: Targets,
  args: Args,
  io: Io,
  options: CompileOptions,
): Promise<ExitCode> {
  const root = rootOf(args, io)
  const fixing = args.values.fix === true || args.values['dry-run'] === true
  const passed = [...others, ...alone]
  noteOthers(passed, io)
  if (own.length === 0 && passed.length > 0) {
    // A hook passes all files of a commit; a folder is named on purpose.
    const folder = passed.find((path) => statSync(pathOf(root, io, path)).isDirectory())
    if (folder !== undefined || fixing) throw emptyTargetError(folder ?? passed[0]!)
    return 0
  }
  const project = await loadProject(args, io)
  const files = [...project.texts.keys(), ...project.diagnostics.map(({ file }) => file)]
  const wanted = within(own, files, io)
  const context = { ...options, judgesEmpty: true }
  if (fixing)
    return withMemory(project, io, (sound) =>
      fix(sound, { ...context, ...compileOptions(sound) }, wanted, args, io),
    )
  const judge = readSelection(args)
  const isOffered = (one: Diagnostic): boolean => one.fix !== undefined && wanted(one) && judge.isWanted(one)
  const compiled = await withMemory(project, io, (sound) => compileChecked(sound, context, isOffered))
  io.worked?.()
  const diagnostics = [...project.diagnostics, ...compiled.diagnostics]
  return reportFindings({ ...compiled, diagnostics }, project, wanted, args, io)
}

/** Compiles a project; of the fixes that are offered, only those that are proven stay. */
async function compileChecked(
  project: Project,
  options: CompileOptions,
  isOffered: (diagnostic: Diagnostic) => boolean,
): Promise<Compilation> {
  const { memory } = project
  const remembering = { ...options, ...compileOptions(project), remember: memory.remember }
  const compiled = compileParsed(project.parsed, project.sources, project.config, remembering)
  const { diagnostics: found } = compiled
  const diagnostics = found.some(isOffered)
    ? (await import('./proven-fixes.ts')).withProvenFixes(project, remembering, compiled, found, isOffered)
    : found
  memory.save()
  return { ...compiled, diagnostics }
}

/** Reports the requested findings of a compilation that the baseline does not cover; returns the exit code. */
function reportFindings(
  compilation: Compilation,
  project: Pick<Project, 'root' | 'texts' | 'published' | 'links'>,
  isWithin: (diagnostic: Diagnostic) => boolean,
  args: Args,
  io: Io,
): ExitCode {
  const { root, texts } = project
  const { 'update-baseline': updates, 'no-baseline': without, since, quiet } = args.values
  const judge = readSelection(args)
  const applied: AppliedBaseline =
    updates === true || without === true || args.values.checks === 'off'
      ? { diagnostics: compilation.diagnostics, source: undefined, notes: [] }
      : applyBaseline(root, compilation.diagnostics)
  const isTouched =
    typeof since === 'string' ? touchedSince(root, since, compilation.program, texts) : () => true
  const wanted = applied.diagnostics.filter((one) => isWithin(one) && judge.isWanted(one) && isTouched(one))
  const diagnostics = updates === true ? updateBaseline(root, wanted, io) : wanted
  const { summary } = report(
    { ...compilation, diagnostics },
    { root, texts: applied.source ? withText(texts, applied.source) : texts },
    args,
    io,
    {
      notes: [
        ...applied.notes,
        ...(args.positionals.length === 0 ? recordNote(project, compilation.program) : []),
      ],
      ...(quiet === true && { isShown: judge.isFatal }),
    },
  )
  return judge.fails(summary) ? 1 : 0
}

/** Applies fixes, then reports the rest; a dry run prints only the diff. */
async function fix(
  project: Project,
  options: CompileOptions,
  wanted: (diagnostic: Diagnostic) => boolean,
  args: Args,
  io: Io,
): Promise<ExitCode> {
  const { diffOf, fixAll, writeFixes } = await import('./fix.ts')
  const judge = readSelection(args)
  const fixed = fixAll(project, options, (one) => wanted(one) && judge.isWanted(one))
  if (args.values['dry-run'] === true) {
    io.out(diffOf(fixed))
    return fixed.changed.length > 0 ? 1 : 0
  }
  const written = writeFixes(project, fixed, io)
  io.err(
    fixed.count === 0
      ? 'Nothing to fix.\n'
      : `Fixed ${count(fixed.count, 'finding')} in ${count(fixed.changed.length, 'file')}.\n`,
  )
  const after = textsOf(fixed.sources)
  const texts = { ...project.texts, get: (path: string) => after.get(path) ?? project.texts.get(path) }
  const diagnostics = [...fixed.beside, ...fixed.compilation.diagnostics]
  const code = reportFindings({ ...fixed.compilation, diagnostics }, { ...project, texts }, wanted, args, io)
  return written ? code : 1
}
