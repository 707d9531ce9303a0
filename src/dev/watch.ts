/** Watches the sources of a project, also where they are taken away and come back: another branch, an editor that replaces. */
import { statSync } from 'node:fs'
import { join, posix } from 'node:path'
import { type Watching, watchTree } from '../disk/watch-tree.ts'

/** Editors save in several steps; one rebuild covers them. */
const QUIET_MS = 15

/** Milliseconds between looks whether what is watched is still what is there: a watch follows a file that was renamed. */
const LOOK_MS = 500

/** One watched path: which file or folder that was, and its watch. */
interface Watch {
  readonly identity: string | undefined
  readonly watcher: Watching | undefined
}

/**
 * `watched`: files and folders below the root, which need not exist. After a change of one file alone, `preview` may show
 * it, and says whether it did; the rebuild then comes after `pause` milliseconds.
 */
export function watchAll(
  { root, watched }: { readonly root: string; readonly watched: readonly string[] },
  rebuild: () => void,
  preview: (file: string) => boolean,
  pause: () => number,
): Watching {
  let timer: NodeJS.Timeout | undefined
  const changed = new Set<string>()
  const answer = (): void => {
    look()
    const [file, ...others] = changed
    changed.clear()
    if (file !== undefined && others.length === 0 && preview(file)) timer = setTimeout(rebuild, pause())
    else rebuild()
  }
  const later = (file: string): void => {
    changed.add(file)
    clearTimeout(timer)
    timer = setTimeout(answer, QUIET_MS)
  }
  const watches = new Map<string, Watch>()
  /** Watches what was not there before; returns the paths of all that is another than at the last look. */
  const look = (): string[] =>
    watched.filter((path) => {
      const identity = identityOf(join(root, path))
      const before = watches.get(path)
      if (before !== undefined && before.identity === identity) return false
      before?.watcher?.close()
      watches.set(path, { identity, watcher: identity === undefined ? undefined : open(path) })
      return true
    })
  const open = (path: string): Watching | undefined => {
    try {
      const watching = watchTree(join(root, path), {
        changed: (name) => later(posix.join(path, name)),
        // A removed folder ends its watch, but not the server.
        failed: () => watching.close(),
      })
      return watching
    } catch {
      return undefined
    }
  }
  look()
  const looking = setInterval(() => {
    for (const path of look()) later(path)
  }, LOOK_MS)
  return {
    close() {
      clearInterval(looking)
      clearTimeout(timer)
      for (const { watcher } of watches.values()) watcher?.close()
    },
  }
}

/** What a path is, apart from its content; undefined if nothing is there. */
function identityOf(path: string): string | undefined {
  try {
    const { dev, ino, birthtimeMs } = statSync(path)
    return `${dev} ${ino} ${birthtimeMs}`
  } catch {
    return undefined
  }
}
