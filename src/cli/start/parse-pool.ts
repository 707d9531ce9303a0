/**
 * Many sources, parsed on several threads. Workers are given batches from the front of the list while this thread
 * takes one source after the other from its end, until they meet. A worker that fails loses nothing: its batch goes
 * back on the list, and a source that made it fail fails again on this thread, where it is seen.
 */
import { availableParallelism } from 'node:os'
import { setImmediate as otherEvents } from 'node:timers/promises'
import type { ParsedText } from '../../memory/parsed-text.ts'
import type { Source } from '../../model.ts'

export interface Parsing {
  /** On this thread. */
  readonly parse: (source: Source) => ParsedText
  /** Script of a worker, which does the same: `answerBatches`. */
  readonly script: URL
  /** Called with the number of sources that are done. */
  readonly onProgress: (done: number) => void
}

/** Below this many sources a worker costs more than it saves: it has to start, and to warm up its code. */
const MANY = 300
/** Every worker holds a parser and its garbage in memory. */
const MAX_WORKERS = 3
/** Characters with which a batch is large enough: some tens of milliseconds of work. */
const BATCH = 1 << 16

/** How many workers a number of sources is worth on this machine; this thread parses too. */
export function workersFor(sources: number): number {
  return sources < MANY ? 0 : Math.min(availableParallelism() - 1, MAX_WORKERS)
}

interface Task {
  readonly source: Source
  readonly index: number
}

/** What each source yields, in their order. */
export async function parseInPool(
  sources: readonly Source[],
  workers: number,
  { parse, script, onProgress }: Parsing,
): Promise<ParsedText[]> {
  const list = sources.map((source, index): Task => ({ source, index }))
  const results = new Array<ParsedText>(sources.length)
  let done = 0
  const keep = ({ index }: Task, result: ParsedText): void => {
    results[index] = result
    onProgress(++done)
  }
  let wake = (): void => {}
  // Loaded by those who need it: most builds have a page or two to parse.
  const threads = workers > 0 ? await import('node:worker_threads') : undefined
  const pool = Array.from({ length: workers }, () => {
    const worker = new threads!.Worker(script)
    let batch: Task[] = []
    const giveBack = (): void => {
      list.push(...batch)
      batch = []
      wake()
    }
    worker.on('message', (answer: readonly ParsedText[]) => {
      for (const [at, task] of batch.entries()) keep(task, answer[at]!)
      batch = takeBatch(list, Math.ceil(list.length / (3 * (workers + 1))))
      if (batch.length > 0) worker.postMessage(batch.map(({ source }) => sent(source)))
      wake()
    })
    worker.on('error', giveBack)
    worker.on('exit', giveBack)
    return worker
  })
  try {
    while (done < sources.length) {
      const task = list.pop()
      if (task) {
        keep(task, parse(task.source))
        if (workers > 0) await otherEvents()
      } else {
        await new Promise<void>((resolve) => {
          wake = resolve
        })
      }
    }
  } finally {
    for (const worker of pool) void worker.terminate()
  }
  return results
}

/** What a parser looks at of a source. */
const sent = ({ path, text, document }: Source): Source => ({ path, text, ...(document && { document }) })

/** The first tasks of a list, taken from it: fewer towards its end, so that all threads end together. */
function takeBatch(list: Task[], most: number): Task[] {
  let size = 0
  let count = 0
  while (count < most && size < BATCH) size += list[count++]!.source.text.length
  return list.splice(0, count)
}

/** What a worker does: parses each batch it is given. That it is ready is the answer to a batch of none. */
export async function answerBatches(parse: (source: Source) => ParsedText): Promise<void> {
  const { parentPort } = await import('node:worker_threads')
  parentPort?.on('message', (batch: readonly Source[]) => parentPort?.postMessage(batch.map(parse)))
  parentPort?.postMessage([])
}
