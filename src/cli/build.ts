/** `alertbook build`: compile, and write what changed. */
import { existsSync, readFileSync } from 'node:fs'
import { relative, resolve } from 'node:path'
import { compileParsed } from '../compile-parsed.ts'
import { customTheme } from '../io/custom-theme.ts'
import { readGit } from '../io/git.ts'
import { readImages } from '../io/images.ts'
import { LINKS_FILE, linksText } from '../io/links-file.ts'
import { loadThemeFor } from '../io/theme.ts'
import { compareOutputs, replaceFile, writeOutputs } from '../io/write.ts'
import type { Compilation } from '../model.ts'
import { type Args, type Command, type ExitCode, type Io, UserError } from './command.ts'
import { FORMAT_OPTION, FORMAT_OPTION_HELP, report } from './findings.ts'
import { loadProject, PROJECT_OPTION_HELP, PROJECT_OPTIONS, type Project } from './project.ts'
import { STAMP } from './version.ts'

/** Findings that a build prints; `check` prints all. */
const SHOWN = 20

export const build: Command = {
  name: 'build',
  summary: 'Compile runbooks and rules into the output folder',
  usage: '[--root DIR] [--check]',
  help: `Reads alertbook.yml, the runbooks and the rule files, and writes the rule files, alerts.json and the site
into the output folder (default: dist). Files that would not change are left alone. When anything is an
error, nothing is written. Published addresses are recorded in alertbook.links.yml: commit it.`,
  options: {
    ...PROJECT_OPTIONS,
    ...FORMAT_OPTION,
    check: { type: 'boolean' },
    out: { type: 'string', short: 'o' },
  },
  optionHelp: {
    ...PROJECT_OPTION_HELP,
    ...FORMAT_OPTION_HELP,
    check: 'Write nothing; fail when the outputs are not up to date',
    out: 'Write to this folder instead of `output.dir`',
  },
  async run(args, io) {
    const project = await loadProject(args, io)
    const dir =
      typeof args.values.out === 'string'
        ? resolve(io.cwd, args.values.out)
        : resolve(project.root, project.config.output.dir)
    const compilation = await compileProject(project)
    const clean = report(compilation, project, args, io, SHOWN)
    if (!clean) {
      io.err(`Nothing written: ${shown(dir, io)} is as it was.\n`)
      return 1
    }
    if (args.values.check === true) return checkOutputs(dir, compilation, io)
    const code = write(dir, compilation, args, io)
    // Into another folder is a preview: nothing is published by it.
    if (code === 0 && args.values.out === undefined) keepRecord(project, compilation)
    return code
  },
}

async function compileProject({ root, parsed, sources, config, ...project }: Project): Promise<Compilation> {
  const facts = readGit(root, [...config.runbooks, ...config.rules])
  const { published, today, regexps } = project
  const theme = await customTheme(await loadThemeFor(parsed, STAMP), root, config.site.theme)
  if (typeof theme === 'string') throw new UserError(theme)
  const options = { published, today, regexps, theme, facts: { ...facts, files: readImages(root, parsed) } }
  const compilation = compileParsed(parsed, sources, config, options)
  const diagnostics = [...project.diagnostics, ...compilation.diagnostics]
  const failed = diagnostics.some(({ severity }) => severity === 'error')
  return { ...compilation, diagnostics, outputs: failed ? [] : compilation.outputs }
}

const shown = (dir: string, io: Io): string => relative(io.cwd, dir) || '.'

function checkOutputs(dir: string, { outputs }: Compilation, io: Io): ExitCode {
  const { written, removed } = compareOutputs(dir, outputs)
  const stale = [
    ...written.map((path) => `  differs: ${path}\n`),
    ...removed.map((path) => `  left over: ${path}\n`),
  ]
  if (stale.length === 0) {
    io.out(`${shown(dir, io)} is up to date.\n`)
    return 0
  }
  const rest = stale.length > 20 ? `  and ${stale.length - 20} more\n` : ''
  io.err(
    `${shown(dir, io)} is not up to date:\n${stale.slice(0, 20).join('')}${rest}  hint: run \`alertbook build\`\n`,
  )
  return 1
}

/** Brings the record of published addresses up to date. */
function keepRecord({ root }: Project, { program }: Compilation): void {
  const text = linksText(program.addresses.record)
  const path = resolve(root, LINKS_FILE)
  if (!existsSync(path) || readFileSync(path, 'utf8') !== text) replaceFile(path, text)
}

const count = (n: number, noun: string): string => `${n} ${noun}${n === 1 ? '' : 's'}`

function write(dir: string, { outputs, program }: Compilation, args: Args, io: Io): ExitCode {
  try {
    const { written, removed, unchanged } = writeOutputs(dir, outputs)
    if (args.values.format === undefined || args.values.format === 'pretty') {
      const rules = program.groups.reduce((sum, { rules }) => sum + rules.length, 0)
      const groups = program.groups.filter((group) => group.rules.length > 0).length
      const what = `${count(rules, 'rule')} in ${count(groups, 'group')}, ${count(program.pages.length, 'page')}`
      const changes =
        written.length + removed.length === 0
          ? 'nothing changed'
          : `${written.length} written, ${removed.length} removed, ${unchanged} unchanged`
      io.out(`${shown(dir, io)}: ${what}; ${changes}\n`)
    }
    return 0
  } catch (error) {
    const { code, path } = error as NodeJS.ErrnoException
    if (code === undefined) throw error
    throw new UserError(
      `cannot write \`${path ?? dir}\` (${code})`,
      'check the folder of `output.dir`: nothing in it was left half-written',
    )
  }
}
