/** Reads standard input, which may never end. */
import type { Io } from './command.ts'

/** All bytes; undefined if there are more than `most`. */
export async function readStdin({ stdin }: Io, most: number): Promise<Buffer | undefined> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of stdin) {
    const bytes = Buffer.from(chunk)
    length += bytes.length
    if (length > most) return undefined
    chunks.push(bytes)
  }
  return Buffer.concat(chunks)
}
