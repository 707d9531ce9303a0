/** Shared by tests: golden texts, temporary projects, the command line, real Prometheus servers. */
import { execFile } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { expect, onTestFinished } from 'vitest'
import type { Source } from '../src/text/source.ts'
import { startPrometheus } from './prometheus.ts'

export { freePort } from './prometheus.ts'

/** Root of the repository. */
export const root: string = resolve(import.meta.dirname, '..')

/**
 * A folder of the corpora beside the repository; undefined where they are missing (a clone elsewhere): the test then
 * skips and says so.
 */
export function corpus(folder: string): string | undefined {
  const path = resolve(root, '../shared/corpus', folder)
  if (existsSync(path)) return path
  console.warn(
    `SKIPPED: ${expect.getState().currentTestName ?? 'tests'}: no corpus at ../shared/corpus/${folder}`,
  )
  return undefined
}

/** The project's five original documents as runbooks; undefined where the corpora are missing. */
export function seedDocuments(): Source[] | undefined {
  const folder = corpus('seeds')
  if (!folder) return undefined
  return readdirSync(folder)
    .filter((name) => name.endsWith('.txt'))
    .map((name) => ({
      path: `runbooks/${name.slice(0, 3)}.md`,
      text: readFileSync(join(folder, name), 'utf8').replace(/^\uFEFF/, ''),
    }))
}

/** Compares with a file beside the tests; with `UPDATE=1`, writes it instead. */
export function expectGolden(path: string, actual: string): void {
  if (process.env.UPDATE) {
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, actual)
  }
  expect(actual).toBe(existsSync(path) ? readFileSync(path, 'utf8') : `(no file ${path}: UPDATE=1 writes it)`)
}

/** A folder that is deleted after the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'alertbook-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** A project in a temporary folder; `files`: contents by path. Returns the folder. */
export function temporaryProject(files: Readonly<Record<string, string | Uint8Array>>): string {
  const folder = temporaryFolder()
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  return folder
}

export interface Ran {
  readonly code: number
  readonly out: string
  readonly err: string
}

/** Runs a program until it exits; never rejects because of a non-zero exit code. */
export function run(
  program: string,
  args: readonly string[],
  options: { cwd?: string; input?: string; env?: NodeJS.ProcessEnv } = {},
): Promise<Ran> {
  return new Promise((done, fail) => {
    const child = execFile(
      program,
      args,
      { cwd: options.cwd, env: { ...process.env, ...options.env }, maxBuffer: 1 << 28 },
      (error, out, err) => {
        if (error && typeof error.code !== 'number') fail(error)
        else done({ code: typeof error?.code === 'number' ? error.code : 0, out, err })
      },
    )
    child.stdin?.on('error', () => {}) // A program that ignores its input closes it: not our error.
    child.stdin?.end(options.input ?? '')
  })
}

/** Runs the built command line, `lib/cli.js`, like a user. */
export function alertbook(args: readonly string[], options: Parameters<typeof run>[2] = {}): Promise<Ran> {
  return run(process.execPath, [join(root, 'lib/cli.js'), ...args], options)
}

/** Whether a program can be started. In CI a missing one is a failure; elsewhere the test skips and says so. */
export function hasProgram(name: string): boolean {
  const found = (process.env.PATH ?? '').split(':').some((folder) => existsSync(join(folder, name)))
  if (!found && process.env.CI)
    throw new Error(`\`${name}\` is missing; \`node scripts/setup.mjs\` installs it`)
  if (!found) console.warn(`SKIPPED: \`${name}\` is missing; \`node scripts/setup.mjs\` installs it`)
  return found
}

/** A group as returned by `/api/v1/rules` of Prometheus. */
export interface LoadedGroup {
  readonly name: string
  readonly file: string
  readonly interval: number
  readonly rules: readonly {
    readonly type: 'alerting' | 'recording'
    readonly name: string
    readonly query: string
    readonly duration?: number
    readonly labels?: Readonly<Record<string, string>>
    readonly annotations?: Readonly<Record<string, string>>
  }[]
}

/**
 * Starts a real Prometheus with one rule file and returns the groups it loaded. The server scrapes nothing, listens on
 * its own free port, and has stopped when this returns. Rejects with the server's log if it does not become ready.
 */
export async function prometheusRules(rulesFile: string): Promise<readonly LoadedGroup[]> {
  const server = await startPrometheus({ config: { rule_files: [resolve(rulesFile)] } })
  try {
    const { groups } = (await server.get('/api/v1/rules')) as { groups: LoadedGroup[] }
    return groups
  } finally {
    await server.stop()
  }
}
