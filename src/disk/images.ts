/** The images that runbooks show, read from the repository so that the site can bring them along. */
import { readFileSync } from 'node:fs'
import { join, posix } from 'node:path'
import type { Parsed } from '../model.ts'
import { svgProblem } from './svg.ts'

const IMAGE = /\.(?:png|jpe?g|gif|webp|avif|svg)$/i

/** By path from the root. What is absent or outside the root is left out: the page then links to the repository. */
export function readImages(root: string, parsed: readonly Parsed[]): Map<string, Uint8Array> {
  const images = new Map<string, Uint8Array>()
  for (const runbook of parsed) {
    if (runbook.kind !== 'runbook') continue
    for (const { target, image } of runbook.links) {
      const path = image ? pathOf(runbook.source.path, target) : undefined
      if (path === undefined || images.has(path)) continue
      const content = read(join(root, path))
      if (content && !(/\.svg$/i.test(path) && svgProblem(content) !== undefined)) images.set(path, content)
    }
  }
  return images
}

function pathOf(file: string, target: string): string | undefined {
  const [written] = target.trim().split(/[?#]/) as [string]
  if (/^(?:[a-z][a-z\d+.-]*:|\/\/)/i.test(written) || !IMAGE.test(written)) return undefined
  let name = written
  try {
    name = decodeURIComponent(written)
  } catch {
    // A stray `%` is meant as it stands.
  }
  const path = name.startsWith('/') ? posix.normalize(name.slice(1)) : posix.join(posix.dirname(file), name)
  return path.startsWith('..') || path.includes('\0') ? undefined : path
}

function read(path: string): Buffer | undefined {
  try {
    return readFileSync(path)
  } catch {
    return undefined
  }
}
