/** The console of a command, made from that of the process. */
import { safeLines } from '../report/cells.ts'
import type { Console, Io } from './command.ts'

/** Names of files, arguments and texts of a project are printed in many places: none can forget to make them harmless. */
export const harmless = (console: Console): Io => ({
  raw: console,
  out: (text) => console.out(safeLines(text)),
  err: (text) => console.err(safeLines(text)),
  color: console.color,
  progress: console.progress,
  // Opened on first read.
  get stdin() {
    return console.stdin
  },
  width: console.width,
  cwd: console.cwd,
  worked: () => console.worked?.(),
})
