/** A project in memory, and the command line on one on disk. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import type { Console, Io } from '../src/cli/command.ts'
import { harmless } from '../src/cli/harmless.ts'
import { main } from '../src/cli/main.ts'
import { compile } from '../src/compile.ts'
import type { CompileOptions } from '../src/compile-parsed.ts'
import { defaultConfig } from '../src/config/index.ts'
import type { Compilation, Config } from '../src/model.ts'

export const URL_BASE = 'https://example.org/book/'

/** Compiles files by path, with a site at `URL_BASE`. */
export function compiled(
  files: Readonly<Record<string, string>>,
  options: CompileOptions = {},
  adjust: (config: Config) => Config = (config) => config,
): Compilation {
  const base = defaultConfig()
  const config = adjust({ ...base, site: { ...base.site, url: URL_BASE } })
  const sources = Object.entries(files).map(([path, text]) => ({ path, text }))
  return compile(sources, config, options)
}

/** `code file: message` of every finding with one of these codes. */
export function found({ diagnostics }: Compilation, ...codes: readonly string[]): string[] {
  return diagnostics
    .filter(({ code }) => codes.includes(code))
    .map(({ code, file, message }) => `${code} ${file}: ${message}`)
}

interface Said {
  readonly code: number
  readonly out: string
  readonly err: string
}

/** Runs a command in this process, in a folder. */
export const cli = (cwd: string, ...args: readonly string[]): Promise<Said> => cliWith('', cwd, ...args)

/** The same with a standard input. */
export const cliWith = (input: string, cwd: string, ...args: readonly string[]): Promise<Said> =>
  printed((console) => main(args, console), cwd, [Buffer.from(input)])

/** Runs something as a command is run, and returns its output; `input` is its standard input. */
export const recorded = (
  run: (io: Io) => number | Promise<number>,
  cwd: string,
  input: readonly (string | Uint8Array)[],
): Promise<Said> => printed((console) => run(harmless(console)), cwd, input)

async function printed(
  run: (console: Console) => number | Promise<number>,
  cwd: string,
  input: readonly (string | Uint8Array)[],
): Promise<Said> {
  let out = ''
  let err = ''
  const code = await run({
    out: (text) => {
      out += text
    },
    err: (text) => {
      err += text
    },
    color: false,
    progress: false,
    stdin: Readable.from(input) as unknown as Io['stdin'],
    width: 100,
    cwd,
  })
  return { code, out, err }
}

export interface Finding {
  readonly code: string
  readonly severity: string
  readonly file: string
  readonly line: number
  readonly message: string
  readonly fixable: boolean
}

/** The findings of `check --format json`. */
export async function checked(cwd: string, ...args: readonly string[]): Promise<Finding[]> {
  const { out } = await cli(cwd, 'check', '--no-cache', '--format', 'json', ...args)
  return (JSON.parse(out) as { diagnostics: Finding[] }).diagnostics
}

/** Every file in a folder by path, as text, except the output folder and the cache. */
export function snapshot(folder: string): Map<string, string> {
  const files = new Map<string, string>()
  if (!existsSync(folder)) return files
  for (const path of readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()) {
    if (/^(?:dist|node_modules|\.git)(?:\/|$)/.test(path) || statSync(join(folder, path)).isDirectory())
      continue
    files.set(path, readFileSync(join(folder, path), 'utf8'))
  }
  return files
}

export const manifest = (group: string, rules: string): string =>
  `apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata:
  name: ${group}
spec:
  groups:
    - name: ${group}
      rules:
${rules.replace(/^(?=.)/gm, '        ')}`
