/** Regular files, read without ever waiting: a named pipe has no end, a device none that is worth waiting for. */
import { closeSync, constants, fstatSync, openSync, readSync, type Stats, statSync } from 'node:fs'

/** Bytes that are read at once. */
const PART = 1 << 20

/** What a path is that is no regular file, in words. */
export function kindOf(stat: Stats): string {
  if (stat.isDirectory()) return 'a folder'
  if (stat.isFIFO()) return 'a named pipe'
  if (stat.isSocket()) return 'a socket'
  return stat.isFile() ? 'a file' : 'a device'
}

/**
 * The bytes of a regular file, at most `most` and one more, which tells that there are more. Undefined for what is no
 * regular file. Throws the system's error.
 */
export function readRegular(path: string, most: number = Number.POSITIVE_INFINITY): Buffer | undefined {
  // Looked at first: to open a device may do something.
  if (!statSync(path).isFile()) return undefined
  const file = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0))
  try {
    const stat = fstatSync(file)
    return stat.isFile() ? readOpen(file, stat.size, most + 1) : undefined
  } finally {
    closeSync(file)
  }
}

/** Up to `most` bytes. Files that the system makes up have more than the none they claim. */
function readOpen(file: number, size: number, most: number): Buffer {
  const parts: Buffer[] = []
  let length = 0
  for (;;) {
    const wanted = Math.min(most - length, Math.max(size - length, 0) || PART)
    if (wanted <= 0) break
    const part = Buffer.allocUnsafe(wanted)
    const read = readSync(file, part, 0, wanted, null)
    if (read === 0) break
    parts.push(part.subarray(0, read))
    length += read
    // The end is asked for only where the size cannot be right.
    if (length === size) break
  }
  return parts.length === 1 ? parts[0]! : Buffer.concat(parts)
}
