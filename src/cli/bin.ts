#!/usr/bin/env node
/** What `alertbook` runs: the process as an `Io`. */
import { createRequire } from 'node:module'
import type { Io } from './command.ts'

const { stdout, stderr, env } = process

const io: Io = {
  out: (text) => void stdout.write(text),
  err: (text) => void stderr.write(text),
  color:
    env.FORCE_COLOR !== undefined && env.FORCE_COLOR !== '0'
      ? true
      : Boolean(stdout.isTTY) && !env.NO_COLOR && env.TERM !== 'dumb',
  progress: Boolean(stderr.isTTY) && !env.CI,
  stdin: process.stdin,
  width: stdout.columns ?? 100,
  cwd: process.cwd(),
}

// A reader that has seen enough (`| head`) is no error.
stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0)
  throw error
})

// The code, not `exit()`: output that is still under way must arrive.
// Newer Node keeps compiled code between runs; what is imported before this would miss it.
const { enableCompileCache } = createRequire(import.meta.url)('node:module') as {
  enableCompileCache?: () => void
}
enableCompileCache?.()
const { main } = await import('./main.ts')
process.exitCode = await main(process.argv.slice(2), io)
