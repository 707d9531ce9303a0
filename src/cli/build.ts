/** `alertbook build`: compiles, and writes what changed. */
import { join, relative, resolve } from 'node:path'
import { BASELINE_FILE } from '../disk/baseline.ts'
import { headCommit } from '../disk/git.ts'
import type { Seal } from '../disk/seal.ts'
import { inputsKey, readLastBuild, storeBuild } from '../memory/last-build.ts'
import type { Compilation, Diagnostic } from '../model.ts'
import { safe } from '../report/cells.ts'
import { report as printReport, type Summary } from '../report/index.ts'
import { type AppliedBaseline, applyBaseline, withText } from './baseline.ts'
import { type Args, type Command, flag, type Io, option } from './command.ts'
import { FAIL_OPTIONS, readSelection } from './finding-selection.ts'
import { FORMAT, report, withoutFix } from './findings.ts'
import { type Inputs, parseInputs, readInputs, withMemory } from './project.ts'
import { PROJECT_OPTIONS } from './project-options.ts'
import { deployedBefore, removedAlertsLine } from './removed-alerts.ts'
import { isThere, outputFolder } from './root.ts'
import { STAMP } from './start/version.ts'

/** Most findings that a build prints; `check` prints all. */
const SHOWN = 20

export const build: Command = {
  usage: '[--root DIR] [--check]',
  help: `Reads alertbook.yml, the runbooks and the rule files, and writes the rule files, alerts.json and the site
into the output folder (default: dist). Files that would not change are left alone. If there is
an error, nothing is written. Published addresses are recorded in alertbook.links.yml: commit it.

  alertbook build
  alertbook build --check      for continuous integration; an output folder that does not exist is not compared`,
  options: {
    ...PROJECT_OPTIONS,
    ...FORMAT.options,
    ...FAIL_OPTIONS,
    'no-baseline': flag('Also report what the baseline covers'),
    check: flag('Write nothing; fail if the outputs or alertbook.links.yml are not up to date'),
    out: option('Write to this folder instead of `output.dir`', { short: 'o' }),
  },
  most: 0,
  async run(args, io) {
    const judge = readSelection(args)
    const inputs = readInputs(args, io)
    const { out } = args.values
    const dir =
      typeof out === 'string' ? resolve(io.cwd, out) : outputFolder(inputs.root, inputs.config.output.dir)
    const commit = headCommit(inputs.root)
    const last = lastBuildOf(inputs, dir, commit, args)
    if (last && repeatLastBuild(last, inputs, dir, io)) return 0
    const parsed = await parseInputs(inputs, io)
    const { checkOutputs, compileProject, buildOptions, storeRecord, withOutputs, writeAll } = await import(
      './build-project.ts'
    )
    const hold = (diagnostics: readonly Diagnostic[]): AppliedBaseline =>
      args.values['no-baseline'] === true
        ? { diagnostics, source: undefined, notes: [] }
        : applyBaseline(inputs.root, diagnostics)
    const left = (diagnostics: readonly Diagnostic[]): readonly Diagnostic[] => hold(diagnostics).diagnostics
    // Read before the folder is written.
    const before = deployedBefore(dir)
    const isPretty = FORMAT.of(args) === 'pretty'
    const settings = { commit, hadRules: before.length > 0, left, fixes: !isPretty }
    const { project, compilation } = await withMemory(parsed, io, async (sound) => ({
      project: sound,
      compilation: await compileProject(sound, settings),
    }))
    io.worked?.()
    const held = hold(compilation.diagnostics)
    // A proof takes as long as the build. On a terminal, `check` offers fixes; programs read them here.
    const proof =
      !isPretty && held.diagnostics.some(({ fix }) => fix) ? await import('./proven-fixes.ts') : undefined
    const reported = report(
      { ...compilation, diagnostics: held.diagnostics },
      held.source ? { ...project, texts: withText(project.texts, held.source) } : project,
      args,
      io,
      {
        most: SHOWN,
        notes: held.notes,
        offer: (findings) =>
          proof
            ? proof.withProvenFixes(project, buildOptions(project, before.length > 0), compilation, findings)
            : findings.map(withoutFix),
        ...(args.values.quiet === true && { isShown: judge.isFatal }),
      },
    )
    if (judge.fails(reported.summary)) {
      // Who mends errors builds again, and what is right need not be read twice.
      project.memory.save()
      io.err(`Nothing written: ${shown(dir, io)} is unchanged.\n`)
      return 1
    }
    const use = <T>(act: (compilation: Compilation) => T): Promise<T> =>
      withOutputs(project, compilation, settings, io, act)
    if (args.values.check === true) return use((made) => checkOutputs(dir, shown(dir, io), project, made, io))
    const { built, changes, note, print } = await use((made) => writeAll(dir, project, made))
    if (isPretty) io.out(`${shown(dir, io)}: ${built}; ${changes}\n`)
    io.err(note)
    const gone = removedAlertsLine(before, compilation)
    if (gone !== '') (isPretty ? io.out : io.err)(gone)
    // A build into another folder is a preview: it publishes nothing.
    const record = out === undefined ? storeRecord(project, compilation) : undefined
    project.memory.save()
    // Images are not sources: a book with images cannot be judged by its sources alone.
    if (last && compilation.outputs.every(({ path }) => !path.startsWith('site/files/'))) {
      storeBuild(last.path, last.seal, last.keyWith(record), print, { ...reported, built })
    }
    return 0
  },
}

const shown = (dir: string, io: Io): string => safe(relative(io.cwd, dir)) || '.'

/** The stored result of the last build. */
interface LastBuild {
  readonly path: string
  readonly seal: Seal
  /** Key of the inputs; `record`: the new text of the record of addresses, if it has changed. */
  keyWith(record?: string): string
}

/** File and key of the stored result; undefined if this build is not stored. */
function lastBuildOf(
  inputs: Inputs,
  dir: string,
  commit: string | undefined,
  args: Args,
): LastBuild | undefined {
  const { cache } = inputs
  const isPlain = Object.keys(FAIL_OPTIONS).every((name) => args.values[name] === undefined)
  if (cache === undefined || args.values.check === true || !isPlain || FORMAT.of(args) !== 'pretty')
    return undefined
  if (isThere(inputs.root, BASELINE_FILE)) return undefined
  if (inputs.config.site.theme !== '') return undefined
  const stamp = [
    STAMP,
    dir,
    inputs.today,
    commit ?? '',
    JSON.stringify([inputs.config, [...inputs.paramPlaces], inputs.diagnostics]),
  ]
  return {
    path: join(cache.folder, 'last-build'),
    seal: cache.seal,
    keyWith(record = inputs.links?.text ?? '') {
      return inputsKey([...stamp, record], inputs.sources)
    },
  }
}

/** Repeats the last build's output if nothing has changed since; returns false if there is work to do. */
function repeatLastBuild(
  { path, seal, keyWith }: LastBuild,
  { texts }: Inputs,
  dir: string,
  io: Io,
): boolean {
  const said = readLastBuild<Summary>(path, seal, keyWith(), dir)
  if (!said) return false
  const { printed, leftOut, summary, built } = said
  io.raw.out(printReport('pretty', printed, texts, { color: io.color, width: io.width, summary, leftOut }))
  io.out(`${shown(dir, io)}: ${built}; nothing changed\n`)
  return true
}
