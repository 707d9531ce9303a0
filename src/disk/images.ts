/** Reads images that runbooks show from the repository, so that the site can include them. */
import { join } from 'node:path'
import type { Diagnostic, Parsed, Place } from '../model.ts'
import { decoded } from '../text/address.ts'
import { filePlaces } from '../text/file-places.ts'
import { within } from '../text/once.ts'
import { kindOf, readRegular } from './regular.ts'
import { svgProblem } from './svg.ts'
import { isOfProject, statOf } from './walk.ts'

const IMAGE = /\.(?:png|jpe?g|gif|webp|avif|svg)$/i

export interface Images {
  /** By path from the root. Missing images are left out: the page then links to the repository. */
  readonly files: Map<string, Uint8Array>
  readonly diagnostics: readonly Diagnostic[]
}

/** Reads the images: regular files of the project of at most `limit` bytes; `folders`: those of the runbooks. Anything else is a finding. */
export function readImages(
  root: string,
  parsed: readonly Parsed[],
  limit: number,
  folders: readonly string[],
): Images {
  const files = new Map<string, Uint8Array>()
  const diagnostics: Diagnostic[] = []
  const seen = new Set<string>()
  const found = new Map<string, boolean>()
  const isThere = (path: string): boolean => within(found, path, () => statOf(join(root, path)) !== undefined)
  for (const runbook of parsed) {
    if (runbook.kind !== 'runbook') continue
    for (const { target, targetRange, image } of runbook.links) {
      const path = image ? pathOf(runbook.source.path, target, folders, isThere) : undefined
      if (path === undefined || seen.has(path)) continue
      seen.add(path)
      const read = readImage(root, path, limit)
      const place = { file: runbook.source.path, range: targetRange }
      if (read instanceof Uint8Array) {
        const problem = /\.svg$/i.test(path) ? svgProblem(read) : undefined
        if (problem === undefined) files.set(path, read)
        else diagnostics.push({ ...place, severity: 'warning', ...refusedSvg(path, problem) })
      } else if (read) diagnostics.push({ ...place, severity: 'error', ...read })
    }
  }
  return { files, diagnostics }
}

/** An SVG opened by itself is a page of the site, so one that could run a script is refused. */
const refusedSvg = (path: string, problem: string): Refused => ({
  code: 'image-svg',
  message: `The image \`${path}\` is not shown: it ${problem}`,
  hint: 'export it as plain SVG, or as PNG',
})

type Refused = Omit<Diagnostic, 'severity' | keyof Place>

/** The image; undefined if there is none; or why it is refused. */
function readImage(root: string, path: string, limit: number): Buffer | Refused | undefined {
  const file = join(root, path)
  const stat = statOf(file)
  if (!stat) return undefined
  const refuse = (code: Diagnostic['code'], what: string, hint: string): Refused => ({
    code,
    message: `The image \`${path}\` ${what}`,
    hint,
  })
  if (!isOfProject(root, path))
    return refuse(
      'file-outside',
      'is a symbolic link to something outside the project',
      'replace it with the image itself',
    )
  if (!stat.isFile())
    return refuse('file-kind', `is ${kindOf(stat)}, expected a regular file`, 'put an image there')
  try {
    const content = readRegular(file, limit)
    if (content && content.length <= limit) return content
    return refuse(
      'file-size',
      'is larger than a source may be',
      'make it smaller, or raise `limits.source` in alertbook.yml',
    )
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    return refuse('file-unreadable', `cannot be read (${code ?? String(error)})`, 'check that it is readable')
  }
}

function pathOf(
  file: string,
  target: string,
  folders: readonly string[],
  isThere: (path: string) => boolean,
): string | undefined {
  const [written] = target.trim().split(/[?#]/) as [string]
  if (/^(?:[a-z][a-z\d+.-]*:|\/\/)/i.test(written) || !IMAGE.test(written)) return undefined
  const places = filePlaces(file, decoded(written), folders).filter(
    (path) => !path.startsWith('..') && !path.includes('\0'),
  )
  return places.find(isThere) ?? places[0]
}
