/** `alertbook inspect`: how Alertbook understood a runbook or rule file. */
import { compileParsed } from '../compile-parsed.ts'
import { previewAnnotations } from '../emit/preview.ts'
import type { BoundRule, Config, Program } from '../model.ts'
import { safe, safeLines } from '../report/cells.ts'
import { jsonText } from '../report/json-text.ts'
import { loadRegexps, usesRegexps } from '../template/index.ts'
import { lineColumn, lineStarts } from '../text/source.ts'
import { type Args, type Command, type ExitCode, flag, type Io, UserError } from './command.ts'
import { loadProject, type Project, withMemory } from './project.ts'
import { PROJECT_OPTIONS } from './project-options.ts'
import { fromRoot } from './root.ts'

export const inspect: Command = {
  usage: '[FILE …] [--json]',
  help: `Shows the address of a runbook and, for each of its rules, the group it goes into, the labels and annotations
it is compiled with, and its link. Below each template is what the pager will show, with sample labels.
Without a file, shows the whole project.

  alertbook inspect runbooks/disk.md
  alertbook inspect --json rules/recording.yml`,
  options: {
    ...PROJECT_OPTIONS,
    json: flag('As JSON, with every place and the text it covers'),
  },
  async run(args, io) {
    const project = await loadProject(args, io)
    return withMemory(project, io, (sound) => inspectProject(sound, args, io))
  },
}

async function inspectProject(project: Project, args: Args, io: Io): Promise<ExitCode> {
  const { program } = compileParsed(project.parsed, project.sources, project.config)
  const files =
    args.positionals.length > 0
      ? args.positionals.map((path) => fromRoot(project.root, io, path).replace(/^\.\//, ''))
      : [...program.texts.keys()]
  const unknown = files.find((file) => !program.texts.has(file))
  if (unknown !== undefined) {
    throw new UserError(
      `no file \`${unknown}\` in the project`,
      'paths are relative to the root of the project',
    )
  }
  if (args.values.json === true) io.out(jsonText(files.map((file) => asJson(program, file))))
  else for (const file of files) await show(program, project.config, file, io)
  return 0
}

const isRange = (value: unknown): value is { start: number; end: number } =>
  typeof value === 'object' &&
  value !== null &&
  Object.keys(value).length === 2 &&
  'start' in value &&
  'end' in value

/** The parsed file with its bound rules; every range with line, column and text. */
function asJson(program: Program, file: string): unknown {
  const text = program.texts.get(file)!
  const starts = lineStarts(text)
  const found = [...program.runbooks, ...program.ruleFiles].find(({ source }) => source.path === file)
  const parsed = found?.kind === 'runbook' ? { ...found, copies: found.copies() } : found
  const rules = program.rules.filter((rule) => rule.file === file)
  const place = (key: string, value: unknown): unknown => {
    if (key === 'runs') return undefined
    if (!isRange(value)) return value
    const { line, column } = lineColumn(starts, value.start)
    return { at: `${line}:${column}`, text: text.slice(value.start, Math.min(value.end, value.start + 80)) }
  }
  return JSON.parse(JSON.stringify({ file, parsed, rules }, place)) as unknown
}

async function show(program: Program, config: Config, file: string, io: Io): Promise<void> {
  const page = program.pages.find(({ runbook }) => runbook.source.path === file)
  io.out(`${safe(file)}\n`)
  if (page) io.out(`  page     ${safe(page.url || `/${page.path}`)}  “${safe(page.title)}”\n`)
  for (const rule of program.rules.filter((one) => one.file === file)) await showRule(rule, config, io)
  const elsewhere = page?.rules.filter((rule) => rule.file !== file) ?? []
  for (const rule of elsewhere) io.out(`  explains ${safe(rule.name)} (${safe(rule.file)})\n`)
  io.out('\n')
}

async function showRule(rule: BoundRule, { prometheus }: Config, io: Io): Promise<void> {
  io.out(`  ${rule.kind.padEnd(8)} ${safe(rule.name)}  in group “${safe(rule.group)}”\n`)
  const line = (name: string, value: string | undefined): void => {
    if (value)
      io.out(`    ${safe(name).padEnd(12)} ${safeLines(value).replaceAll('\n', '\n                 ')}\n`)
  }
  line('expr', rule.rule.expr?.value.value)
  line('for', rule.rule.for?.value.value)
  line('labels', rule.labels.map(({ key, value }) => `${key}=${JSON.stringify(value)}`).join(' '))
  for (const { key, value } of rule.annotations) line(key, value)
  const regexps = rule.annotations.some(({ value }) => usesRegexps(value)) ? await loadRegexps() : undefined
  for (const { key, text, failed } of previewAnnotations(rule, prometheus.version, regexps)) {
    if (rule.annotations.find((one) => one.key === key)?.value.includes('{{')) {
      line(failed ? `${key} fails` : `${key} →`, text)
    }
  }
  line('page', rule.page === undefined ? undefined : `/${rule.page}${rule.anchor && `#${rule.anchor}`}`)
}
