/**
 * Checks the paths of outputs before anything is written: an alias or the record of addresses may contain any path, and
 * two files must not share one. Pure; `disk/` also checks every target against the folder.
 */
import type { OutputFile } from '../model.ts'
import { once } from '../text/once.ts'

export interface PathProblem {
  readonly output: OutputFile
  /** The output with the same path. */
  readonly other?: OutputFile
  readonly message: string
  readonly hint: string
}

/** Longest name in bytes on common file systems. */
const NAME = 255
/** Longest path in bytes below the output folder: Linux allows 4096, and the rest is for the folder itself. */
const PATH = 3000

/** Why a path cannot be an output's; undefined for a valid one. Paths are relative, with `/` between parts. */
export function pathFault(path: string): string | undefined {
  if (/^[\w-]+(?:\.[\w-]+)*(?:\/[\w-]+(?:\.[\w-]+)*)*$/.test(path) && path.length <= NAME) return undefined
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
  if (/[\u0000-\u001f\u007f-\u009f]/.test(path)) return 'it contains a control character'
  if (path.includes('\\')) return 'it contains a backslash, which separates folders on some systems'
  if (/[\ud800-\udfff]/u.test(path)) return 'it contains an incomplete character'
  const parts = path.split('/')
  if (parts.includes('..')) return 'it leads out of its folder (`..`)'
  if (parts.some((part) => part === '' || part === '.')) return 'one of its parts is empty'
  if (parts.some((part) => bytesOf(part) > NAME)) return `a name in it is longer than ${NAME} bytes`
  if (bytesOf(path) > PATH) return `it is longer than ${PATH} bytes`
  return undefined
}

const bytesOf = (text: string): number => new TextEncoder().encode(text).length

/** A path as file systems see it that ignore case and Unicode composition. */
const foldedPath = (path: string): string =>
  /^[a-z0-9_./-]*$/.test(path) ? path : path.normalize('NFC').toLowerCase()

/** Whether a redirect leads to its own address with other case: needed where case matters, impossible elsewhere. */
export const leadsToItself = ({ path, leadsTo }: OutputFile): boolean =>
  leadsTo !== undefined && leadsTo !== path && foldedPath(leadsTo) === foldedPath(path)

/** Everything that is wrong with the paths of outputs. Asked when they are made, and when they are written. */
export const pathProblems: (outputs: readonly OutputFile[]) => readonly PathProblem[] = once(problemsOf)

function problemsOf(outputs: readonly OutputFile[]): PathProblem[] {
  const problems: PathProblem[] = []
  const files = new Map<string, OutputFile>()
  const folders = new Map<string, OutputFile>()
  for (const output of outputs) {
    const fault = pathFault(output.path)
    if (fault !== undefined) {
      const message = `No file can be written at \`${shown(output.path)}\`: ${fault}`
      problems.push({ output, message, hint: 'choose another address' })
      continue
    }
    if (leadsToItself(output)) continue
    const path = foldedPath(output.path)
    const other = files.get(path)
    if (other) problems.push(pathConflict(output, other))
    else files.set(path, output)
    for (let at = path.lastIndexOf('/'); at > 0; at = path.lastIndexOf('/', at - 1)) {
      const folder = path.slice(0, at)
      if (folders.has(folder)) break
      folders.set(folder, output)
    }
  }
  for (const [path, output] of files) {
    const inside = folders.get(path)
    if (inside) problems.push(pathConflict(output, inside))
  }
  return problems
}

/** Reports two outputs with one path, at the one with a place, where the author can fix it. */
function pathConflict(a: OutputFile, b: OutputFile): PathProblem {
  const [output, other] = a.maker || !b.maker ? [a, b] : [b, a]
  const how =
    a.path === b.path
      ? ''
      : foldedPath(a.path) === foldedPath(b.path)
        ? `, which are the same on systems that ignore case`
        : ', one of which is a folder of the other'
  const paths =
    a.path === b.path ? `\`${shown(a.path)}\`` : `\`${shown(output.path)}\` and \`${shown(other.path)}\``
  return {
    output,
    other,
    message: `Two output files collide at ${paths}${how}: one is ${makerOf(output)}, the other ${makerOf(other)}`,
    hint: 'choose another address',
  }
}

const makerOf = ({ maker, path }: OutputFile): string =>
  maker ? `from \`${maker.file}\`` : `${path.startsWith('site/') ? "the site's" : "Alertbook's"} own`

/** A path for a message: control characters escaped, length limited. */
const shown = (path: string): string => {
  const text = JSON.stringify(path).slice(1, -1).replaceAll('\\"', '"')
  return text.length > 120 ? `${text.slice(0, 117)}…` : text
}
