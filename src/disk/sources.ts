/** Sources changed in place: one at a time, each old or new at any moment. */
import { chmodSync, readFileSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Source } from '../model.ts'
import { readSource } from './read.ts'

const MARK = Buffer.from([0xef, 0xbb, 0xbf])

/**
 * Gives a source a new text. False, and nothing is written, when the file no longer holds the text that was
 * read. A byte-order mark, the file's mode and a symbolic link to it stay. Throws the system's error.
 */
export function rewriteSource(root: string, { path, text }: Source, changed: string): boolean {
  const now = readSource(root, path)
  if (!('text' in now) || now.text !== text) return false
  const target = realpathSync(join(root, path))
  const marked = readFileSync(target).subarray(0, 3).equals(MARK)
  const bytes = Buffer.concat([...(marked ? [MARK] : []), Buffer.from(changed, 'utf8')])
  // Always the same name: what a killed run left behind, the next one takes away.
  const temporary = `${target}.alertbook.tmp`
  try {
    writeFileSync(temporary, bytes)
    chmodSync(temporary, statSync(target).mode)
    renameSync(temporary, target)
  } catch (error) {
    rmSync(temporary, { force: true })
    throw error
  }
  return true
}
