/** `--watch`: runs again whenever a relevant file changes. */
import { statSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { type Watching, watchTree } from '../disk/watch-tree.ts'
import { messageOf } from '../text/message.ts'
import { type Args, type ExitCode, type Io, UserError } from './command.ts'
import { readableConfig } from './configuration.ts'

/** Folders without files of the author. */
const IGNORED = /(?:^|[\\/])(?:\.git|node_modules|\.cache)(?:[\\/]|$)/

/** Runbooks, rule files, tests and the configuration, but not reports written beside them. */
const RELEVANT = /\.(?:md|markdown|ya?ml|rules|test)$/i

/** Longest burst of changes in milliseconds: editors write in several steps. */
const BURST_MS = 120

/** Whether a change to this path, relative to the root, may change the result of a run. */
export function concernsRun(root: string, name: string, aside: readonly string[]): boolean {
  const path = name.replaceAll('\\', '/')
  if (IGNORED.test(path) || aside.some((folder) => path === folder || path.startsWith(`${folder}/`)))
    return false
  // A folder that appeared or disappeared has no file ending.
  return RELEVANT.test(path) || statSync(join(root, path), { throwIfNoEntry: false })?.isFile() !== true
}

/** Folders that runs write themselves, from the root: the outputs, and a configured cache. */
export function writtenFolders(root: string, { values: { cache } }: Args, io: Io): string[] {
  const kept = typeof cache === 'string' ? [relative(root, resolve(io.cwd, cache)).replaceAll('\\', '/')] : []
  return [readableConfig(root).config.output.dir, ...kept]
}

/** Runs until interrupted, then returns 0. `aside`: folders that runs write themselves, from the root. */
export function watchProject(
  root: string,
  aside: readonly string[],
  io: Io,
  run: () => Promise<ExitCode>,
): Promise<ExitCode> {
  let timer: NodeJS.Timeout | undefined
  let running = false
  let again = false
  let watching: Watching | undefined
  const start = async (): Promise<void> => {
    if (running) {
      again = true
      return
    }
    running = true
    do {
      again = false
      if (io.color) io.raw.out('\x1b[2J\x1b[H')
      try {
        await run()
      } catch (error) {
        io.err(`${messageOf(error)}\n`)
        if (error instanceof UserError && error.hint !== undefined) io.err(`  hint: ${error.hint}\n`)
      }
      io.err('Waiting for changes; Ctrl-C ends.\n')
      // Changes during a run are handled after it.
      await new Promise((resolve) => setTimeout(resolve, 0))
    } while (again)
    running = false
  }
  return new Promise((resolve) => {
    const end = (code: ExitCode): void => {
      watching?.close()
      clearTimeout(timer)
      process.off('SIGINT', interrupted)
      process.off('SIGTERM', interrupted)
      resolve(code)
    }
    const interrupted = (): void => end(0)
    const failed = (error: unknown): void => {
      // A folder that disappears meanwhile is no reason to stop.
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return
      io.err(`Cannot watch \`${root}\`: ${messageOf(error)}\n`)
      end(2)
    }
    process.once('SIGINT', interrupted)
    process.once('SIGTERM', interrupted)
    try {
      watching = watchTree(root, {
        changed(path) {
          if (path === '' || !concernsRun(root, path, aside)) return
          clearTimeout(timer)
          timer = setTimeout(() => void start(), BURST_MS)
        },
        failed,
        isSkipped: (path) => IGNORED.test(path),
      })
    } catch (error) {
      failed(error)
      return
    }
    void start()
  })
}
