/** Sources → what they yield, by several threads when there are many. Apart: only a build that has to parse loads it. */

import { expect } from '../io/engine.ts'
import { type Frozen, freeze } from '../io/frozen.ts'
import { answerBatches, parseInPool, workersFor } from '../io/parse-pool.ts'
import type { Source } from '../model.ts'
import { parse } from '../parse/index.ts'
import type { Io } from './command.ts'

/** Sources from which on a build takes long enough for its code to be optimised early. */
const SOME = 30

const parseFrozen = (source: Source): Frozen => freeze(parse(source))

/** What each source yields, in their order. */
export async function parseSources(sources: readonly Source[], io: Io): Promise<Frozen[]> {
  if (sources.length >= SOME) expect('usual')
  const results = await parseInPool(sources, workersFor(sources.length), {
    parse: parseFrozen,
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
  await answerBatches(parseFrozen)
}
