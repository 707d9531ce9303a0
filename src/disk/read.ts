/** Folders on disk → sources: sorted, byte-order marks removed. What cannot be read is a diagnostic. */
import { isUtf8 } from 'node:buffer'
import { hash } from 'node:crypto'
import { readdirSync, readFileSync, realpathSync, type Stats, statSync } from 'node:fs'
import { isAbsolute, join } from 'node:path'
import type { Config, Diagnostic, Source, StageCode } from '../model.ts'
import { decodeText } from '../text/decode.ts'
import { LINKS_FILE } from './links-file.ts'
import type { Stamps } from './stamps.ts'

/** The configuration of a project, at its root. */
export const CONFIG_FILE = 'alertbook.yml'

/** Files of ours at the root: they are no rule files, although `rules: .` would find them. */
const OWN: ReadonlySet<string> = new Set([CONFIG_FILE, LINKS_FILE])

const MARKDOWN = /\.(?:md|markdown)$/i
const YAML = /\.ya?ml$/i

/** Reads a file's text; a diagnostic when it cannot be read or is no UTF-8. */
export function readSource(root: string, path: string, stamps?: Stamps): Source | Diagnostic {
  const fail = (code: StageCode, message: string, hint: string, start = 0): Diagnostic => ({
    file: path,
    range: { start, end: start },
    code,
    severity: 'error',
    message,
    hint,
  })
  const file = fileAt(root, path)
  let bytes: Buffer
  let stat: Stats | undefined
  try {
    stat = stamps && statSync(file)
    const known = stat && stamps?.hashOf(path, stat)
    if (known !== undefined) return new LazySource(root, path, known)
    bytes = readFileSync(file)
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? String(error)
    return fail(
      'file-unreadable',
      `Unexpected unreadable file (${reason})`,
      'check that it exists and may be read',
    )
  }
  if (YAML.test(path) || isUtf8(bytes)) {
    const print = hash('sha256', bytes, 'base64').slice(0, 24)
    if (stat) stamps?.note(path, stat, print)
    return new LazySource(root, path, print, bytes)
  }
  const { at, line } = firstBadByte(bytes)
  return fail(
    'file-encoding',
    `Unexpected byte 0x${(bytes[at] ?? 0).toString(16).padStart(2, '0')} at offset ${at} (line ${line}), expected UTF-8`,
    'save the file as UTF-8',
  )
}

/** `resolve` tidies paths up, which takes longer than to look at the file. */
const fileAt = (root: string, path: string): string => (isAbsolute(path) ? path : `${root}/${path}`)

/** A source whose text is read when it is asked for: of most files a build needs only to know that they are as before. */
class LazySource implements Source {
  readonly path: string
  readonly hash: string
  // One of the two: bytes and text of a whole book are too much to hold.
  #content: string | Buffer | undefined
  readonly #root: string

  constructor(root: string, path: string, hash: string, bytes?: Buffer) {
    this.#root = root
    this.path = path
    this.hash = hash
    this.#content = bytes
  }

  get text(): string {
    if (typeof this.#content !== 'string') {
      this.#content = decode(this.path, this.#content ?? readFileSync(fileAt(this.#root, this.path)))
    }
    return this.#content
  }
}

/** YAML is decoded as Prometheus does it, UTF-16 included; the YAML reader says where it is neither. */
const decode = (path: string, bytes: Buffer): string =>
  YAML.test(path) ? decodeText(bytes) : withoutMark(bytes.toString('utf8'))

const withoutMark = (text: string): string => (text.charCodeAt(0) === 0xfeff ? text.slice(1) : text)

/** The first byte that no valid prefix reaches, found by halving. */
function firstBadByte(bytes: Buffer): { at: number; line: number } {
  let low = 0
  let high = bytes.length
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if (isPrefix(bytes.subarray(0, middle))) low = middle
    else high = middle - 1
  }
  return { at: low, line: bytes.subarray(0, low).reduce((lines, byte) => lines + (byte === 10 ? 1 : 0), 1) }
}

function isPrefix(bytes: Buffer): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true })
    return true
  } catch {
    return false
  }
}

export interface ReadResult {
  readonly sources: readonly Source[]
  readonly diagnostics: readonly Diagnostic[]
  /** Configured folders that do not exist. */
  readonly missing: readonly { readonly key: 'runbooks' | 'rules'; readonly folder: string }[]
}

/** Every runbook and rule file of a project, in order of path. The output folder is never read. */
export function readProject(root: string, config: Config, stamps?: Stamps): ReadResult {
  const found = new Set<string>()
  const missing: { key: 'runbooks' | 'rules'; folder: string }[] = []
  for (const [key, pattern] of [
    ['runbooks', MARKDOWN],
    ['rules', YAML],
  ] as const) {
    for (const folder of config[key]) {
      if (!list(root, clean(folder), pattern, clean(config.output.dir), found)) missing.push({ key, folder })
    }
  }
  const sources: Source[] = []
  const diagnostics: Diagnostic[] = []
  for (const path of [...found].sort(byCodeUnits)) {
    const read = readSource(root, path, stamps)
    if ('text' in read) sources.push(read)
    else diagnostics.push(read)
  }
  return { sources, diagnostics, missing }
}

/** The files below a folder that match, by path relative to it, in order. */
export function sourcePaths(folder: string, pattern: RegExp): string[] {
  const found = new Set<string>()
  list(folder, '', pattern, '', found)
  return [...found].sort(byCodeUnits)
}

const byCodeUnits = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

const clean = (folder: string): string =>
  folder
    .replaceAll('\\', '/')
    .replace(/^(?:\.\/)+|\/+$/g, '')
    .replace(/^\.$/, '')

/** Adds the files below a folder (or the one file it is) that match; false when there is nothing. */
function list(root: string, path: string, pattern: RegExp, output: string, found: Set<string>): boolean {
  try {
    if (statSync(join(root, path)).isFile()) {
      found.add(path)
      return true
    }
  } catch {
    return false
  }
  walk(root, path, pattern, output, found, [])
  return true
}

function walk(
  root: string,
  path: string,
  pattern: RegExp,
  output: string,
  found: Set<string>,
  above: readonly string[],
): void {
  const within = [...above, path]
  for (const entry of readdirSync(join(root, path), { withFileTypes: true })) {
    if (entry.name.startsWith('.') || entry.name === 'node_modules') continue
    const child = path === '' ? entry.name : `${path}/${entry.name}`
    if (child === output || OWN.has(child)) continue
    const isLink = entry.isSymbolicLink()
    const kind = isLink ? kindOf(join(root, child)) : entry
    if (kind?.isDirectory()) {
      // A link back to a folder above would never end.
      if (!isLink || !within.some((folder) => isSameFolder(root, folder, child)))
        walk(root, child, pattern, output, found, within)
    } else if (pattern.test(entry.name)) found.add(child)
  }
}

const isSameFolder = (root: string, a: string, b: string): boolean =>
  realpathSync.native(join(root, a)) === realpathSync.native(join(root, b))

/** What a symbolic link points at; undefined for a broken one, which then reads as an unreadable file. */
function kindOf(path: string): { isDirectory(): boolean } | undefined {
  try {
    return statSync(path)
  } catch {
    return undefined
  }
}
