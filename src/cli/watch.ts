/** `--watch`: runs again whenever a file that a run may read changes. */
import { type FSWatcher, statSync, watch } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { type Args, type ExitCode, type Io, UserError } from './command.ts'
import { readableConfig } from './project.ts'

/** Folders that hold nothing of the author's. */
const ASIDE = /(?:^|[\\/])(?:\.git|node_modules|\.cache)(?:[\\/]|$)/

/** Runbooks, rule files, tests and the configuration. A report that is written beside them is none of these. */
const READ = /\.(?:md|markdown|ya?ml|rules|test)$/i

/** How long a burst of changes may last, in milliseconds: editors write in several steps. */
const BURST = 120

/** Whether a change of this path, relative to the root, may change what a run says. */
export function concernsRun(root: string, name: string, aside: readonly string[]): boolean {
  const path = name.replaceAll('\\', '/')
  if (ASIDE.test(path) || aside.some((folder) => path === folder || path.startsWith(`${folder}/`)))
    return false
  // A folder that came or went has no ending.
  return READ.test(path) || statSync(join(root, path), { throwIfNoEntry: false })?.isFile() !== true
}

/** Folders that runs themselves write, from the root: the outputs, and a cache that was named. */
export function writtenFolders(root: string, { values: { cache } }: Args, io: Io): string[] {
  const kept = typeof cache === 'string' ? [relative(root, resolve(io.cwd, cache)).replaceAll('\\', '/')] : []
  return [readableConfig(root).config.output.dir, ...kept]
}

/** Runs until it is interrupted, and returns 0 then. `aside` are folders that runs themselves write, from the root. */
export function watchProject(
  root: string,
  aside: readonly string[],
  io: Io,
  run: () => Promise<ExitCode>,
): Promise<ExitCode> {
  let timer: NodeJS.Timeout | undefined
  let running = false
  let again = false
  let watcher: FSWatcher | undefined
  const start = async (): Promise<void> => {
    if (running) {
      again = true
      return
    }
    running = true
    do {
      again = false
      if (io.color) io.out('\x1b[2J\x1b[H')
      try {
        await run()
      } catch (error) {
        io.err(`${error instanceof Error ? error.message : String(error)}\n`)
        if (error instanceof UserError && error.hint !== undefined) io.err(`  hint: ${error.hint}\n`)
      }
      io.err('Waiting for changes; Ctrl-C ends.\n')
      // What changed during a run is told once it is over.
      await new Promise((resolve) => setTimeout(resolve, 0))
    } while (again)
    running = false
  }
  return new Promise((resolve) => {
    const end = (code: ExitCode): void => {
      watcher?.close()
      clearTimeout(timer)
      process.off('SIGINT', interrupted)
      process.off('SIGTERM', interrupted)
      resolve(code)
    }
    const interrupted = (): void => end(0)
    const failed = (error: unknown): void => {
      // A folder that goes while it is looked at is no reason to stop.
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return
      io.err(`Cannot watch \`${root}\`: ${error instanceof Error ? error.message : String(error)}\n`)
      end(2)
    }
    process.once('SIGINT', interrupted)
    process.once('SIGTERM', interrupted)
    try {
      watcher = watch(root, { recursive: true }, (_, name) => {
        if (name === null || !concernsRun(root, name, aside)) return
        clearTimeout(timer)
        timer = setTimeout(() => void start(), BURST)
      })
      watcher.on('error', failed)
    } catch (error) {
      failed(error)
      return
    }
    void start()
  })
}
