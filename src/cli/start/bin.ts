#!/usr/bin/env node
/** Entry point of `alertbook`: the process as a `Console`. */
import { join } from 'node:path'
import type { Console } from '../command.ts'
import { compileLess } from './compile-less.ts'
import { openSink } from './console.ts'
import { isForRuleFiles } from './for-rule-files.ts'
import { loadProgram } from './load.ts'

const { env } = process
const stdout = openSink(
  1,
  () => process.stdout,
  () => process.exit(0),
)
const stderr = openSink(
  2,
  () => process.stderr,
  () => {},
)

let worked = false

const io: Console = {
  out: stdout.write,
  err: stderr.write,
  color:
    env.FORCE_COLOR !== undefined && env.FORCE_COLOR !== '0'
      ? true
      : stdout.isTerminal && !env.NO_COLOR && env.TERM !== 'dumb',
  progress: stderr.isTerminal && !env.CI,
  // Opened on first read: few commands need it.
  get stdin() {
    return process.stdin
  },
  width: stdout.columns ?? 100,
  cwd: process.cwd(),
  worked() {
    worked = true
  },
}

const argv = process.argv.slice(2)
compileLess()

/** Runs the command line with one of the scripts. */
async function run(script: string): Promise<void> {
  const { main, keepCode } = loadProgram(join(__dirname, script), argv[0])
  process.exitCode = await main(argv, io)
  if (worked) keepCode()
}

async function start(): Promise<void> {
  if (!isForRuleFiles(argv, io.cwd)) return run('main.js')
  try {
    await run('check.js')
  } catch (error) {
    // Nothing has been printed or written by then: the class is another script's, so its name tells.
    if ((error as Error).constructor.name !== 'Elsewhere') throw error
    await run('main.js')
  }
}

void start().then(() => {
  // Pending output must arrive; without any, exiting at once saves freeing the heap piece by piece.
  if (stdout.isFlushed() && stderr.isFlushed()) process.exit()
})
