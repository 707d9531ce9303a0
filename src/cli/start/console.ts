/** Standard output and error of the process. */
import { fstatSync, writeSync } from 'node:fs'

/** Where text is written. */
export interface Sink {
  write(text: string): void
  readonly isTerminal: boolean
  /** Of the terminal, where its size is known. */
  readonly columns: number | undefined
  /** Whether everything was handed over to the system. */
  isFlushed(): boolean
}

/**
 * A descriptor of the process. A file or a pipe is written to at once: Node's own streams do the same there, and take
 * milliseconds to be made. `stream` makes one for everything else, and for a pipe that does not take what it is given.
 * `closed` is called when a reader has seen enough (`| head`).
 */
export function openSink(descriptor: number, stream: () => NodeJS.WriteStream, closed: () => void): Sink {
  let opened: NodeJS.WriteStream | undefined
  const open = (): NodeJS.WriteStream => {
    if (opened) return opened
    opened = stream()
    opened.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error
      closed()
    })
    return opened
  }
  const isPlain = isFileOrPipe(descriptor)
  return {
    write(text) {
      let rest = Buffer.from(text)
      try {
        while (isPlain && !opened && rest.length > 0) rest = rest.subarray(writeSync(descriptor, rest))
      } catch (error) {
        const { code } = error as NodeJS.ErrnoException
        if (code === 'EPIPE') return closed()
        if (code !== 'EAGAIN') throw error
      }
      if (rest.length > 0) open().write(rest)
    },
    isTerminal: !isPlain && Boolean(open().isTTY),
    columns: isPlain ? undefined : open().columns,
    isFlushed: () => (opened?.writableLength ?? 0) === 0,
  }
}

function isFileOrPipe(descriptor: number): boolean {
  try {
    const stat = fstatSync(descriptor)
    return stat.isFile() || stat.isFIFO() || stat.isSocket()
  } catch {
    return false
  }
}
