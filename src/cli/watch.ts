/** `--watch`: runs again whenever a file of the folder changes. */
import { watch } from 'node:fs'
import type { ExitCode, Io } from './command.ts'

/** Folders that runs themselves write, or that hold nothing of the author's. */
const ASIDE = /(?:^|[\\/])(?:\.git|node_modules|\.cache)(?:[\\/]|$)/

/** Runs until it is interrupted; files of the output folder do not count. */
export function watchProject(
  root: string,
  output: string,
  io: Io,
  run: () => Promise<ExitCode>,
): Promise<ExitCode> {
  let timer: NodeJS.Timeout | undefined
  let running = false
  let again = false
  const start = async (): Promise<void> => {
    if (running) {
      again = true
      return
    }
    running = true
    if (io.color) io.out('\x1b[2J\x1b[H')
    try {
      await run()
    } catch (error) {
      io.err(`${error instanceof Error ? error.message : String(error)}\n`)
    }
    io.err('Waiting for changes; Ctrl-C ends.\n')
    running = false
    if (again) {
      again = false
      await start()
    }
  }
  void start()
  const watcher = watch(root, { recursive: true }, (_, name) => {
    if (name === null || ASIDE.test(name) || name === output || name.startsWith(`${output}/`)) return
    clearTimeout(timer)
    timer = setTimeout(() => void start(), 120)
  })
  return new Promise((resolve) => {
    const end = (): void => {
      watcher.close()
      clearTimeout(timer)
      resolve(0)
    }
    process.once('SIGINT', end)
    process.once('SIGTERM', end)
  })
}
