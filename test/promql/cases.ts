/** Upstream's verdicts, as the corpora beside the repository hold them. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { decodeBytes, type ParseOptions } from '../../src/promql/index.ts'

interface Judged {
  readonly fail: boolean
  /** `1:5: parse error: …` of the first error. */
  readonly errMsg: string | null
}

export interface Case extends Judged {
  readonly input: string
  /** For text that is not UTF-8. */
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

/** Every verdict of a case with the options it holds under. */
export function* verdicts(given: Case): Generator<readonly [options: ParseOptions, judged: Judged]> {
  yield [given.options, given]
  if (given.defaults) yield [{ experimentalDurationExpr: true }, given.defaults]
  if (given.noFlags) yield [{}, given.noFlags]
  if (given.allFlags) yield [allFlags, given.allFlags]
}
