/**
 * Many new files, written on a thread of their own while this thread makes them. Nothing goes wrong there for good: the
 * caller then writes all of them again on this thread, where an error is visible.
 */
import { existsSync, writeFileSync } from 'node:fs'
import type { Worker } from 'node:worker_threads'
import type { OutputFile } from '../model.ts'
import { Folders } from './place.ts'

/** Below this many files, starting a thread costs more than it saves. */
const MANY = 300
/** Files of a message. */
const BATCH = 16
/** Files at most that are made and not yet written: they wait in memory. */
const MOST_WAITING = 256
/** Milliseconds in which the other thread writes nothing and is waited for; then it counts as lost. */
const PATIENCE_MS = 20_000

/** Places in what both threads see: the number of files written, and whether one could not be. */
const WRITTEN = 0
const FAILED = 1

interface Task {
  readonly folder: string
  readonly counts: SharedArrayBuffer
}

type Written = readonly [path: string, content: string | Uint8Array]

/** Loaded on demand: most builds write a file or two. */
const threads = (): typeof import('node:worker_threads') => process.getBuiltinModule('node:worker_threads')

/**
 * Writes files into a folder that nobody else looks at. Returns whether all of them are there; `false` too where there are
 * few. Throws what making a file throws. `script`: calls `answerWrites`; `patience`: milliseconds to wait for it.
 */
export function writeOnThread(
  folder: string,
  files: readonly OutputFile[],
  pathOf: (file: OutputFile) => string,
  script: URL | undefined,
  patience: number = PATIENCE_MS,
): boolean {
  if (script === undefined || files.length < MANY) return false
  const counts = new SharedArrayBuffer(2 * Int32Array.BYTES_PER_ELEMENT)
  const seen = new Int32Array(counts)
  const worker = start(script, { folder, counts })
  if (!worker) return false
  let sent = 0
  try {
    for (let at = 0; at < files.length; at = sent) {
      const batch = files.slice(at, at + BATCH)
      worker.postMessage(batch.map((file): Written => [pathOf(file), file.make()]))
      sent += batch.length
      if (!areWritten(seen, sent - MOST_WAITING, patience)) return false
    }
    return areWritten(seen, sent, patience)
  } finally {
    // It must not be writing any more when the caller goes on.
    areWritten(seen, sent, patience)
    void worker.terminate()
  }
}

/** Undefined where the script is not there, or the system has no more threads. */
function start(script: URL, workerData: Task): Worker | undefined {
  if (!existsSync(script)) return undefined
  try {
    const worker = new (threads().Worker)(script, { workerData })
    // The counts say that nothing arrives: this thread waits for no event.
    worker.on('error', () => {})
    return worker
  } catch {
    return undefined
  }
}

/** Waits until so many files are written; returns false if that will not be. */
function areWritten(seen: Int32Array<SharedArrayBuffer>, count: number, patience: number): boolean {
  for (;;) {
    const before = Atomics.load(seen, WRITTEN)
    if (Atomics.load(seen, FAILED) !== 0) return false
    if (before >= count) return true
    if (Atomics.wait(seen, WRITTEN, before, patience) === 'timed-out') {
      Atomics.store(seen, FAILED, 1)
      return false
    }
  }
}

/** Body of the thread: writes what it is sent, up to the first file that cannot be written. */
export function answerWrites(): void {
  const { parentPort, workerData } = threads()
  const { folder, counts } = workerData as Task
  const seen = new Int32Array(counts)
  const folders = new Folders(folder)
  parentPort?.on('message', (batch: readonly Written[]) => {
    if (Atomics.load(seen, FAILED) !== 0) return
    try {
      for (const [path, content] of batch) writeFileSync(folders.targetOf(path), content)
    } catch {
      Atomics.store(seen, FAILED, 1)
    }
    Atomics.add(seen, WRITTEN, batch.length)
    Atomics.notify(seen, WRITTEN)
  })
}
