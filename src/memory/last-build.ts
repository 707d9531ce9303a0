/**
 * Inputs and findings of the last build: if nothing it read has changed and everything it wrote is still there, the
 * next build repeats its findings without compiling. Safe to delete; never trusted across versions.
 */
import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { crypto } from '../disk/crypto.ts'
import { readSealed, type Seal, sealed } from '../disk/seal.ts'
import { manifestFingerprint, replaceFile } from '../disk/write.ts'
import type { Diagnostic, Source } from '../model.ts'
import { once } from '../text/once.ts'

/** The output of a build. */
export interface BuildReport<Summary> {
  /** The findings that were printed, and how many were not. */
  readonly printed: readonly Diagnostic[]
  readonly leftOut: number
  readonly summary: Summary
  /** Description of what was built. */
  readonly built: string
}

interface StoredBuild<Summary> extends BuildReport<Summary> {
  readonly key: string
  /** Fingerprint of the output folder as the build left it. */
  readonly outputs: string
}

/** A key for everything a build reads. `stamp`: every input that is not a source, the record of addresses included. */
export function inputsKey(stamp: readonly string[], sources: readonly Source[]): string {
  return crypto().hash('sha256', JSON.stringify([...stamp, sourcesKey(sources)]))
}

const sourcesKey = once((sources: readonly Source[]): string =>
  crypto().hash(
    'sha256',
    sources.map((source) => `${source.path}\n${source.hash ?? source.text}`).join('\n'),
  ),
)

/** The last build's output, if the next one would repeat it. */
export function readLastBuild<Summary>(
  path: string,
  seal: Seal,
  key: string,
  dir: string,
): BuildReport<Summary> | undefined {
  const text = readSealed(path, NAME, seal)
  if (text === undefined) return undefined
  const stored = JSON.parse(text) as StoredBuild<Summary>
  return stored.key === key && stored.outputs === manifestFingerprint(dir) ? stored : undefined
}

const NAME = 'last build'

/** `outputs`: fingerprint of the output folder. */
export function storeBuild<Summary>(
  path: string,
  seal: Seal,
  key: string,
  outputs: string,
  said: BuildReport<Summary>,
): void {
  try {
    mkdirSync(dirname(path), { recursive: true })
    replaceFile(
      path,
      sealed(NAME, JSON.stringify({ ...said, key, outputs } satisfies StoredBuild<Summary>), seal),
    )
  } catch {
    // Harmless: only the next build is slower.
  }
}
