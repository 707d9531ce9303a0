/**
 * Watches a folder with everything below it. Where the system cannot, as on Linux, each folder is watched by itself: what
 * Node offers there watches each file, and sees no more changes of one that was replaced, as `git checkout` and many
 * editors do.
 */
import { type FSWatcher, lstatSync, readdirSync, statSync, watch } from 'node:fs'
import { join, sep } from 'node:path'

/** Systems that watch a whole tree themselves. */
const isNative = process.platform === 'darwin' || process.platform === 'win32'

export interface Watching {
  close(): void
}

export interface WatchOptions {
  /** Called with the path of what changed, appeared or is gone, from the folder with `/`; `''` for the folder itself. */
  changed(path: string): void
  /** Called when the folder can no longer be watched. Folders below that cannot be watched are left out. */
  failed(error: unknown): void
  /** Folders that need not be watched, by path from the folder. */
  isSkipped?(path: string): boolean
}

/** Watches a folder, or a single file. Throws the system's error if it cannot be watched. */
export function watchTree(folder: string, options: WatchOptions): Watching {
  const { changed, failed, isSkipped = () => false } = options
  if (!statSync(folder).isDirectory()) {
    const watcher = watch(folder, () => changed(''))
    watcher.on('error', failed)
    return watcher
  }
  if (isNative) {
    const watcher = watch(folder, { recursive: true }, (_, name) =>
      changed((name ?? '').split(sep).join('/')),
    )
    watcher.on('error', failed)
    return watcher
  }
  const watchers = new Map<string, FSWatcher>()
  const leave = (path: string): void => {
    for (const [one, watcher] of watchers) {
      if (one !== path && !one.startsWith(`${path}/`)) continue
      watcher.close()
      watchers.delete(one)
    }
  }
  const enter = (path: string): void => {
    const full = join(folder, path)
    const watcher = watch(full, (event, name) => {
      const child = path === '' ? (name ?? '') : `${path}/${name ?? ''}`
      // Something else may have taken its place.
      if (event === 'rename' && name !== null && isHere(path)) {
        leave(child)
        below(child)
      }
      changed(child)
    })
    watchers.set(path, watcher)
    watcher.on('error', (error) => {
      if (path === '') failed(error)
      else leave(path)
    })
    for (const name of foldersIn(full)) below(path === '' ? name : `${path}/${name}`)
  }
  /** Whether that folder is still watched: events of one that is gone may come late. */
  const isHere = (path: string): boolean => watchers.has(path)
  const below = (path: string): void => {
    if (isSkipped(path) || !isFolder(join(folder, path))) return
    try {
      enter(path)
    } catch {
      // Gone already, or there are no more watches: the rest is watched.
    }
  }
  enter('')
  return {
    close() {
      for (const watcher of watchers.values()) watcher.close()
      watchers.clear()
    },
  }
}

const isFolder = (path: string): boolean => lstatSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false

/** The names of the folders in a folder; links are not followed. None if it is gone. */
function foldersIn(path: string): string[] {
  try {
    return readdirSync(path, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name)
  } catch {
    return []
  }
}
