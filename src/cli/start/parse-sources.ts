/** Sources → what they yield, by several threads when there are many. Apart: only a build that has to parse loads it. */

import { type ParsedText, parsedText } from '../../memory/parsed-text.ts'
import type { Source } from '../../model.ts'
import { isRunbook } from '../../parse/kind.ts'
import type { Io } from '../command.ts'
import { answerBatches, parseInPool, workersFor } from './parse-pool.ts'

/** The parser of runbooks is loaded for runbooks. */
async function loadParser(hasRunbooks: boolean): Promise<(source: Source) => ParsedText> {
  if (!hasRunbooks) {
    const { parseRuleFile } = await import('../../parse/rules.ts')
    return (source) => parsedText(parseRuleFile(source))
  }
  const { parse } = await import('../../parse/index.ts')
  return (source) => parsedText(parse(source))
}

/** What each source yields, in their order. */
export async function parseSources(sources: readonly Source[], io: Io): Promise<ParsedText[]> {
  const workers = workersFor(sources.length)
  const results = await parseInPool(sources, workers, {
    parse: await loadParser(sources.some(({ path }) => isRunbook(path))),
    script: new URL('parse-worker.js', import.meta.url),
    onProgress(done) {
      // Redrawn now and then: a terminal is slower than the parser.
      if (io.progress && done % 50 === 0) io.err(`\rparsing ${done} of ${sources.length}`)
    },
  })
  if (io.progress && sources.length >= 50) io.err('\r\u001b[K')
  return results
}

/** What a worker of the parser does. */
export async function parseBatches(): Promise<void> {
  await answerBatches(await loadParser(true))
}
