/**
 * Sources → parse results, on several threads if there are many. A file of its own: only a build that has to parse
 * loads it.
 */

import { type ParsedText, parsedText } from '../../memory/parsed-text.ts'
import type { Source } from '../../model.ts'
import { isRunbook } from '../../parse/kind.ts'
import type { Io } from '../command.ts'
import { collectSooner, growNoMore } from './collect-sooner.ts'
import { answerBatches, parseInPool, workersFor } from './parse-pool.ts'

/** From this many sources, garbage is collected sooner. */
const LARGE = 3_000

/** The parser of runbooks is loaded only if there are any. */
async function loadParser(hasRunbooks: boolean): Promise<(source: Source) => ParsedText> {
  if (!hasRunbooks) {
    const { parseRuleFile } = await import('../../parse/rules/rule-file.ts')
    return (source) => parsedText(parseRuleFile(source))
  }
  const { parse } = await import('../../parse/index.ts')
  return (source) => parsedText(parse(source))
}

/** What `take` made of the result for each source, in order. */
export async function parseSources<T>(
  sources: readonly Source[],
  io: Io,
  take: (source: Source, result: ParsedText) => T,
): Promise<T[]> {
  if (sources.length >= LARGE) collectSooner()
  const workers = workersFor(sources.length)
  const results = await parseInPool(sources, workers, {
    take,
    parse: await loadParser(sources.some(({ path }) => isRunbook(path))),
    script: new URL('parse-worker.js', import.meta.url),
    onProgress(done) {
      if (sources.length >= LARGE && done % 50 === 0) growNoMore()
      // Redrawn occasionally: a terminal is slower than the parser.
      if (io.progress && done % 50 === 0) io.raw.err(`\rparsing ${done} of ${sources.length}`)
    },
  })
  if (io.progress && sources.length >= 50) io.raw.err('\r\u001b[K')
  return results
}

/** Body of a parser worker. */
export async function parseBatches(): Promise<void> {
  await answerBatches(await loadParser(true))
}
