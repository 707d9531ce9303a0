/** `alertbook check FILE.yml …`: single rule files, as `promtool check rules` takes them. */

import { readSource, tooLargeFile } from '../disk/read-source.ts'
import { type JudgeOptions, judgeParsed } from '../judge.ts'
import type { BoundRule, Diagnostic, Source } from '../model.ts'
import { parseRuleFile } from '../parse/rules/rule-file.ts'
import { loadRegexps, usesRegexps } from '../template/index.ts'
import { append } from '../text/append.ts'
import { decodeText } from '../text/bytes.ts'
import { asCode, listed } from '../text/listed.ts'
import type { Args, ExitCode, Io } from './command.ts'
import { adjusted, loadConfig } from './configuration.ts'
import { readSelection } from './finding-selection.ts'
import { report } from './findings.ts'
import { isOtherManifest } from './other-manifest.ts'
import { rootOf } from './root.ts'
import { readStdin } from './stdin.ts'

/** Checks each file by itself: groups of two files are never merged, and no file needs a project. */
export async function standalone(
  paths: readonly string[],
  args: Args,
  io: Io,
  options: JudgeOptions,
): Promise<ExitCode> {
  const root = rootOf(args, io)
  const { config: read, diagnostics: found } = loadConfig(root)
  const config = adjusted(read, args)
  const { source: limit } = config.limits
  const texts = new Map<string, string>()
  const diagnostics: Diagnostic[] = [...found]
  /** No more than the numbers in the summary need: to keep the programs would have them all moved by each collection. */
  const groups: { readonly rules: readonly Pick<BoundRule, 'kind'>[] }[] = []
  /** Other objects of Kubernetes, among manifests with rules; promtool's verdict is of every file. */
  const passed: string[] = []
  for (const path of paths) {
    const source: Source | Diagnostic =
      path === '-' ? await readInput(io, limit) : readSource(io.cwd, path, { limit })
    if (!('text' in source)) {
      diagnostics.push(source)
      continue
    }
    if (options.checks === undefined && isOtherManifest(source)) {
      passed.push(path)
      continue
    }
    texts.set(source.path, source.text)
    const compilation = judgeParsed([parseRuleFile(source)], [source], config, {
      ...options,
      regexps: usesRegexps(source.text) ? await loadRegexps() : undefined,
    })
    append(diagnostics, compilation.diagnostics)
    append(
      groups,
      compilation.program.groups.map(({ rules }) => ({ rules: rules.map(({ kind }) => ({ kind })) })),
    )
  }
  noteManifests(passed, io)
  io.worked?.()
  const judge = readSelection(args)
  const wanted = diagnostics.filter(judge.isWanted)
  const { summary } = report(
    { diagnostics: wanted, program: { runbooks: [], groups } },
    { root: io.cwd, texts },
    args,
    io,
    args.values.quiet === true ? { isShown: judge.isFatal } : {},
  )
  return judge.fails(summary) ? 1 : 0
}

/** How many are named. */
const NAMED = 3

function noteManifests(passed: readonly string[], io: Io): void {
  if (passed.length === 0) return
  io.err(
    `note: ${listed(passed, NAMED, asCode)} ${passed.length === 1 ? 'holds' : 'hold'} no rules; skipped\n`,
  )
}

/** Standard input as a rule file. */
async function readInput(io: Io, limit: number): Promise<Source | Diagnostic> {
  const path = '<stdin>'
  const bytes = await readStdin(io, limit)
  return bytes ? { path, text: decodeText(bytes) } : tooLargeFile(path, limit)
}
