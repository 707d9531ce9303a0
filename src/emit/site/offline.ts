/** The list of files the service worker keeps, and the worker with the book's version in it. */
import type { OutputFile } from '../../model.ts'
import { hash } from '../../text/hash.ts'

/** Files that readers without a network need: pages, the search, what the pages load. */
function isKept(path: string): boolean {
  if (path.endsWith('.html') || path === 'search.json' || path.startsWith('files/')) return true
  return path.startsWith('assets/') && !path.endsWith('redirect.js')
}

/** In: every file of the site. Out: `offline.json`, and `sw.js` whose text changes with any of them. */
export function offlineFiles(files: readonly OutputFile[], worker: string, commit: string): OutputFile[] {
  const kept = files.filter(({ path }) => isKept(path))
  // Written by hand: an object with a key for each of thousands of files is slow to make and to print.
  const prints = kept
    .map((file) => `${JSON.stringify(file.path)}:"${file.key?.() ?? hash(file.make())}"`)
    .join(',')
  const version = hash(prints + commit)
  return [
    { path: 'offline.json', make: () => `{"version":"${version}","files":{${prints}}}` },
    { path: 'sw.js', make: () => `const BOOK=${JSON.stringify({ version, commit })};${worker}` },
  ]
}
