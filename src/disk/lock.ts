/** One writer at a time in a folder. A lock whose process has ended, or that is old, no longer counts. */
import { closeSync, linkSync, lstatSync, openSync, rmSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { isAlive, temporaryIn } from './place.ts'
import { readRegular } from './regular.ts'

const LOCK = '.alertbook.lock'

/** Milliseconds until a lock expires. Every file is put in place whole, so writing at the same time does no harm. */
const EXPIRY_MS = 60_000
/** Milliseconds between two attempts. */
const PAUSE_MS = 20

/** Runs some work under the lock of a folder, which must exist. Throws what the work throws. */
export function withLock<T>(folder: string, work: () => T): T {
  const lock = join(folder, LOCK)
  const own = `${hostname()} ${process.pid}`
  while (!acquire(lock, own, folder)) {
    if (isFree(lock)) rmSync(lock, { force: true, recursive: true })
    else Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE_MS)
  }
  try {
    return work()
  } finally {
    if (holderOf(lock) === own) rmSync(lock, { force: true })
  }
}

/** Creates the lock together with its content, so that nobody sees one without a holder. */
function acquire(lock: string, own: string, folder: string): boolean {
  const temporary = temporaryIn(folder)
  try {
    writeFileSync(temporary, own)
    linkSync(temporary, lock)
    return true
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EEXIST') return false
    // The disk has no hard links.
    if (code === 'EPERM' || code === 'ENOTSUP' || code === 'EOPNOTSUPP' || code === 'ENOSYS')
      return acquireWithoutLinks(lock, own)
    throw error
  } finally {
    rmSync(temporary, { force: true })
  }
}

function acquireWithoutLinks(lock: string, own: string): boolean {
  try {
    const file = openSync(lock, 'wx')
    writeFileSync(file, own)
    closeSync(file)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

function isFree(lock: string): boolean {
  const stat = lstatSync(lock, { throwIfNoEntry: false })
  if (!stat) return false
  if (!stat.isFile() || Math.abs(Date.now() - stat.mtimeMs) > EXPIRY_MS) return true
  const holder = holderOf(lock)
  // Being written, where there are no hard links; or it is gone.
  if (holder === undefined || holder === '') return false
  const [, host, pid] = /^(\S+) ([1-9]\d{0,9})$/.exec(holder) ?? []
  // Nobody's.
  if (host === undefined) return true
  return host === hostname() && (Number(pid) === process.pid || !isAlive(Number(pid)))
}

/** Longest content of a lock in bytes: the name of a host, a space, a number. */
const LONGEST = 512

function holderOf(lock: string): string | undefined {
  try {
    return lstatSync(lock).isFile() ? readRegular(lock, LONGEST)?.toString('utf8') : undefined
  } catch {
    return undefined
  }
}
