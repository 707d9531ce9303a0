#!/usr/bin/env node
/** What `alertbook` runs: the process as an `Io`. */
import { join } from 'node:path'
import type { Io } from './command.ts'
import { loadProgram } from './load.ts'

const { stdout, stderr, env } = process

const io: Io = {
  out: (text) => void stdout.write(text),
  err: (text) => void stderr.write(text),
  color:
    env.FORCE_COLOR !== undefined && env.FORCE_COLOR !== '0'
      ? true
      : Boolean(stdout.isTTY) && !env.NO_COLOR && env.TERM !== 'dumb',
  progress: Boolean(stderr.isTTY) && !env.CI,
  // Opened when it is read: few commands do.
  get stdin() {
    return process.stdin
  },
  width: stdout.columns ?? 100,
  cwd: process.cwd(),
}

// A reader that has seen enough (`| head`) is no error.
stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0)
  throw error
})

const argv = process.argv.slice(2)
const { main, keepCode } = loadProgram(join(__dirname, 'main.js'))
void main(argv, io).then((code) => {
  process.exitCode = code
  if (argv[0] === 'build' || argv[0] === 'check') keepCode()
  // Output that is still under way must arrive; with none, there is no need to take the heap apart piece by piece.
  if (stdout.writableLength + stderr.writableLength === 0) process.exit()
})
