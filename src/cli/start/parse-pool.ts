/**
 * Parses many sources on several threads. Workers get batches from the front of the list, while this thread takes one
 * source at a time from its end, until they meet. A failing worker loses nothing: its batch goes back on the list, and
 * a source that made it fail fails again on this thread, where the error is visible.
 */
import { availableParallelism } from 'node:os'
import { setImmediate as otherEvents } from 'node:timers/promises'
import type { ParsedText } from '../../memory/parsed-text.ts'
import type { Source } from '../../model.ts'

export interface Parsing<T> {
  /** What becomes of each result, as soon as it is there: all of them together would take too much memory. */
  readonly take: (source: Source, result: ParsedText) => T
  /** Parser for this thread. */
  readonly parse: (source: Source) => ParsedText
  /** Script of a worker, which calls `answerBatches`. */
  readonly script: URL
  /** Called with the number of parsed sources. */
  readonly onProgress: (done: number) => void
}

/** Below this many sources, starting a worker and warming up its code costs more than it saves. */
const MANY = 300
/** Each worker holds a parser and its garbage in memory. */
const MAX_WORKERS = 3
/** Characters per batch: some tens of milliseconds of work. */
const BATCH = 1 << 16

/** The best number of workers for this many sources on this machine; this thread parses too. */
export function workersFor(sources: number): number {
  return sources < MANY ? 0 : Math.min(availableParallelism() - 1, MAX_WORKERS)
}

interface Task {
  readonly source: Source
  readonly index: number
}

/** What was made of the result for each source, in order. */
export async function parseInPool<T>(
  sources: readonly Source[],
  workers: number,
  { take, parse, script, onProgress }: Parsing<T>,
): Promise<T[]> {
  const list = sources.map((source, index): Task => ({ source, index }))
  const results = new Array<T>(sources.length)
  let done = 0
  const keep = ({ source, index }: Task, result: ParsedText): void => {
    results[index] = take(source, result)
    onProgress(++done)
  }
  let wake = (): void => {}
  // Loaded on demand: most builds parse a page or two.
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

/** Takes the first tasks off a list: fewer towards its end, so that all threads finish together. */
function takeBatch(list: Task[], most: number): Task[] {
  let size = 0
  let count = 0
  while (count < most && size < BATCH) size += list[count++]!.source.text.length
  return list.splice(0, count)
}

/** Body of a worker: parses each batch that it receives. It answers an empty batch to say that it is ready. */
export async function answerBatches(parse: (source: Source) => ParsedText): Promise<void> {
  const { parentPort } = await import('node:worker_threads')
  parentPort?.on('message', (batch: readonly Source[]) => parentPort?.postMessage(batch.map(parse)))
  parentPort?.postMessage([])
}
