/** Standard output and error of the process. */
import { fstatSync, writeSync } from 'node:fs'

/** A destination for text. */
export interface Sink {
  write(text: string): void
  readonly isTerminal: boolean
  /** Width of the terminal, if known. */
  readonly columns: number | undefined
  /** Whether everything was passed to the system. */
  isFlushed(): boolean
}

/**
 * Output to a descriptor of the process. A file or a pipe is written synchronously: Node's own streams do the same
 * there, and take milliseconds to create. `stream` creates one for everything else, and for a pipe that is full.
 * `closed` is called when the reader has gone (`| head`).
 */
export function openSink(descriptor: number, stream: () => NodeJS.WriteStream, closed: () => void): Sink {
  let opened: NodeJS.WriteStream | undefined
  const open = (): NodeJS.WriteStream => {
    if (opened) return opened
    opened = stream()
    opened.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE') closed()
      else failed(descriptor, error.code)
    })
    return opened
  }
  const isPlain = isPlainFile(descriptor)
  return {
    write(text) {
      let rest = Buffer.from(text)
      try {
        while (isPlain && !opened && rest.length > 0) rest = rest.subarray(writeSync(descriptor, rest))
      } catch (error) {
        const { code } = error as NodeJS.ErrnoException
        if (code === 'EPIPE') return closed()
        if (code !== 'EAGAIN') return failed(descriptor, code)
      }
      if (rest.length > 0) open().write(rest)
    },
    isTerminal: !isPlain && Boolean(open().isTTY),
    columns: isPlain ? undefined : open().columns,
    isFlushed: () => (opened?.writableLength ?? 0) === 0,
  }
}

/** Reports a write error if possible: nobody would see one on a broken standard error. */
function failed(descriptor: number, code: string | undefined): void {
  if (descriptor !== 1) return
  const error: NodeJS.ErrnoException = new Error(`cannot write to standard output (${code ?? 'unknown'})`)
  error.syscall = 'write'
  throw error
}

function isPlainFile(descriptor: number): boolean {
  try {
    const stat = fstatSync(descriptor)
    if (stat.isFile() || stat.isFIFO() || stat.isSocket()) return true
    return stat.isCharacterDevice() && !process.getBuiltinModule('node:tty').isatty(descriptor)
  } catch {
    return false
  }
}
