/** All commands, and their help. */
import type { Command, Listed } from './command.ts'
import { VERSION } from './start/version.ts'

export const COMMANDS: readonly Listed[] = [
  {
    name: 'build',
    summary: 'Compile runbooks and rules into the output folder',
    load: async () => (await import('./build.ts')).build,
  },
  {
    name: 'check',
    summary: 'Report what is wrong',
    load: async () => (await import('./check.ts')).check,
  },
  {
    name: 'test',
    summary: 'Prove that alerts fire when they should',
    load: async () => (await import('./test.ts')).test,
  },
  {
    name: 'dev',
    summary: 'Serve the site and rebuild it as you write',
    load: async () => (await import('./dev.ts')).dev,
  },
  {
    name: 'init',
    summary: 'Start a project in a folder',
    load: async () => (await import('./init/index.ts')).init,
  },
  {
    name: 'new',
    summary: 'Write the skeleton of a runbook for an alert',
    load: async () => (await import('./new.ts')).newRunbook,
  },
  {
    name: 'import',
    summary: 'Turn existing rules and their tests into runbooks',
    load: async () => (await import('./import/index.ts')).importRules,
  },
  {
    name: 'inspect',
    summary: 'Show what Alertbook understood of a file',
    load: async () => (await import('./inspect.ts')).inspect,
  },
  {
    name: 'expr',
    summary: 'Parse and type-check one PromQL expression',
    load: async () => (await import('./expr.ts')).expr,
  },
  {
    name: 'explain',
    summary: 'Explain a finding by its code',
    load: async () => (await import('./explain.ts')).explain,
  },
  {
    name: 'schema',
    summary: 'Print the JSON Schema of the configuration, the frontmatter or tests',
    load: async () => (await import('./schema.ts')).schema,
  },
  {
    name: 'completions',
    summary: 'Print the script that completes commands and options in a shell',
    load: async () => (await import('./completions.ts')).completionsOf(COMMANDS),
  },
]

/** The text of `alertbook --help`. */
export function overview(): string {
  const lines = COMMANDS.map(({ name, summary }) => `  ${name.padEnd(13)}${summary}`)
  return `Alertbook ${VERSION}: Markdown runbooks in; Prometheus rule files and a runbook site out.

Usage: alertbook COMMAND [options]

Commands:
${lines.join('\n')}

Exit codes: 0 clean, 1 findings, 2 could not run.
\`alertbook help COMMAND\` describes one of them.
`
}

/** Placeholders for options' values in help texts. */
const VALUES: Readonly<Record<string, string>> = {
  root: 'DIR',
  cache: 'DIR',
  out: 'DIR',
  in: 'FOLDER',
  into: 'FOLDER',
  only: 'CODE',
  skip: 'CODE',
  since: 'REF',
  'fail-on': 'SEVERITY',
  'max-warnings': 'N',
  run: 'REGEXP',
  against: 'VERSION',
  prometheus: 'VERSION',
  feature: 'FLAG',
  pages: 'DIR',
  from: 'TOOL',
  per: 'WHAT',
  ci: 'NAME',
  expr: 'PROMQL',
}

/** The placeholder for an option's value. */
const valueName = (option: string): string => VALUES[option] ?? option.split('-').at(-1)!.toUpperCase()

/** The text of `alertbook COMMAND --help`. */
export function helpOf(name: string, command: Command): string {
  const flags = Object.entries(command.options).map(([option, { type, short, about }]) => {
    const value = type === 'string' ? ` ${valueName(option)}` : ''
    return { flag: `${short ? `-${short}, ` : ''}--${option}${value}`, about }
  })
  const all = [...flags, { flag: '-h, --help', about: 'Show this help' }]
  const width = Math.max(...all.map(({ flag }) => flag.length)) + 2
  const options = all.map(({ flag, about }) => `  ${flag.padEnd(width)}${about}`)
  return `Usage: alertbook ${name} ${command.usage}

${command.help.trim()}

Options:
${options.join('\n')}
`
}
