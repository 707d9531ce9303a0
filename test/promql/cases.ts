/** Upstream's verdicts, from the corpora beside the repository. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { decodeBytes, type ParseOptions } from '../../src/promql/index.ts'

interface Judged {
  readonly fail: boolean
  /** The first error, `1:5: parse error: …`. */
  readonly errMsg: string | null
}

export interface Case extends Judged {
  readonly input: string
  /** For text that is not valid UTF-8. */
  readonly inputBase64?: string
  readonly options: ParseOptions
  readonly type?: string
  /** The canonical form. */
  readonly ast?: string
  readonly defaults?: Judged
  readonly noFlags?: Judged
  readonly allFlags?: Judged
}

export const allFlags: ParseOptions = {
  enableExperimentalFunctions: true,
  experimentalDurationExpr: true,
  enableExtendedRangeSelectors: true,
  enableBinopFillModifiers: true,
}

export function readCases(folder: string, name: string): readonly Case[] {
  return JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8'))
}

export function textOf({ input, inputBase64 }: Case): string {
  return inputBase64 === undefined ? input : decodeBytes(Buffer.from(inputBase64, 'base64'))
}

/** Every verdict of a case with its options. */
export function* verdicts(given: Case): Generator<readonly [options: ParseOptions, judged: Judged]> {
  yield [given.options, given]
  if (given.defaults) yield [{ experimentalDurationExpr: true }, given.defaults]
  if (given.noFlags) yield [{}, given.noFlags]
  if (given.allFlags) yield [allFlags, given.allFlags]
}
