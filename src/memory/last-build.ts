/**
 * What the last build saw and said: when nothing it read has changed and everything it wrote is still there,
 * the next one says the same again without compiling. Safe to delete, never trusted across versions.
 */
import { hash } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { readSealed, type Seal, sealed } from '../disk/seal.ts'
import { manifestPrint, replaceFile } from '../disk/write.ts'
import type { Diagnostic, Source } from '../model.ts'
import { once } from '../text/once.ts'

/** What a build said. */
export interface Said<Summary> {
  /** The findings that were printed, and how many were not. */
  readonly printed: readonly Diagnostic[]
  readonly leftOut: number
  readonly summary: Summary
  /** What was built, in words. */
  readonly built: string
}

interface Kept<Summary> extends Said<Summary> {
  readonly key: string
  /** Print of the output folder as the build left it. */
  readonly outputs: string
}

/** A key for everything a build reads. `stamp`: every input that is not a source, the record of addresses included. */
export function inputsKey(stamp: readonly string[], sources: readonly Source[]): string {
  return hash('sha256', JSON.stringify([...stamp, sourcesKey(sources)]))
}

const sourcesKey = once((sources: readonly Source[]): string =>
  hash('sha256', sources.map((source) => `${source.path}\n${source.hash ?? source.text}`).join('\n')),
)

/** What the last build said, if the next one would say the same. */
export function sameAgain<Summary>(
  path: string,
  seal: Seal,
  key: string,
  dir: string,
): Said<Summary> | undefined {
  const text = readSealed(path, NAME, seal)
  if (text === undefined) return undefined
  const kept = JSON.parse(text) as Kept<Summary>
  return kept.key === key && kept.outputs === manifestPrint(dir) ? kept : undefined
}

const NAME = 'last build'

/** `outputs` is the print of the output folder. */
export function keepBuild<Summary>(
  path: string,
  seal: Seal,
  key: string,
  outputs: string,
  said: Said<Summary>,
): void {
  try {
    mkdirSync(dirname(path), { recursive: true })
    replaceFile(path, sealed(NAME, JSON.stringify({ ...said, key, outputs } satisfies Kept<Summary>), seal))
  } catch {
    // Only the next build is slower for it.
  }
}
