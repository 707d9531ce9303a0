/**
 * Folders on disk → sources, sorted, without byte-order marks. A source is a regular file of the project of limited
 * size. A file that cannot be read becomes a diagnostic.
 */

import { isUtf8 } from 'node:buffer'
import { type Stats, statSync } from 'node:fs'
import { isAbsolute } from 'node:path'
import type { Config, Diagnostic, Source } from '../model.ts'
import { isRunbook, isUnitTest, mayHoldRules } from '../parse/kind.ts'
import { append } from '../text/append.ts'
import { decodeText } from '../text/bytes.ts'
import { byCodeUnits } from '../text/compare.ts'
import { excluderOf } from '../text/exclude.ts'
import { plainPath } from '../text/folder.ts'
import { lazy } from '../text/once.ts'
import { isDocument } from '../text/page-path.ts'
import { MARKDOWN } from '../text/path.ts'
import { BASELINE_FILE } from './baseline.ts'
import { crypto } from './crypto.ts'
import { LINKS_FILE } from './links-file.ts'
import { kindOf, readRegular } from './regular.ts'
import type { Stamps } from './stamps.ts'
import { type Fault, isOfProject, OUTSIDE, Walk } from './walk.ts'

/** A project's configuration, at its root. */
export const CONFIG_FILE = 'alertbook.yml'

/** Its possible names; the first that exists is read. */
export const CONFIG_FILES: readonly string[] = [CONFIG_FILE, 'alertbook.yaml']

/** Our own files at the root: not rule files, although `rules: .` would match them. */
const OWN: readonly string[] = [...CONFIG_FILES, LINKS_FILE, BASELINE_FILE]

/** Endings of rule files: Prometheus accepts any name, and these are the usual ones. */
export const RULES: RegExp = /\.(?:ya?ml|rules)$/i

/** Default limit on a source's size, in bytes. */
export const SOURCE_LIMIT: number = 16 << 20

export interface Reading {
  readonly stamps?: Stamps | undefined
  /** Limit on a source's size, in bytes. */
  readonly limit?: number | undefined
  /** The file must be in the project, and not behind a link that leads out of it. */
  readonly within?: true
  /** It is shown as it is: see `Source`. */
  readonly isDocument?: boolean
}

const problem = (file: string, { code, message, hint }: Fault | Problem): Diagnostic => ({
  file,
  range: { start: 0, end: 0 },
  code,
  severity: 'error',
  message,
  hint,
})

interface Problem {
  readonly code: 'file-encoding' | 'file-kind' | 'file-size' | 'file-unreadable'
  readonly message: string
  readonly hint: string
}

/**
 * Reads a file's text; a diagnostic if it cannot be read, is not a regular file, is too large, or is not UTF-8. Never
 * blocks.
 */
export function readSource(root: string, path: string, reading: Reading = {}): Source | Diagnostic {
  const { stamps, limit = SOURCE_LIMIT, within } = reading
  const file = fileAt(root, path)
  try {
    const stat = statSync(file)
    if (!stat.isFile()) return problem(path, notRegular(stat))
    if (within && !isOfProject(root, path)) return problem(path, OUTSIDE)
    if (stat.size > limit) return problem(path, tooLarge(stat.size, limit))
    const known = stamps?.hashOf(path, stat)
    if (known !== undefined) return new LazySource(root, path, held(known), reading)
    const bytes = readRegular(file, limit)
    if (!bytes) return problem(path, notRegular(statSync(file)))
    if (bytes.length > limit) return problem(path, tooLarge(undefined, limit))
    if (isRunbook(path) && !isUtf8(bytes)) return problem(path, notUtf8(bytes))
    if (!stamps) return new LazySource(root, path, printLater(bytes), reading, bytes)
    const print = printOf(bytes)
    stamps.note(path, stat, print)
    return new LazySource(root, path, held(print), reading, bytes)
  } catch (error) {
    return problem(path, {
      code: 'file-unreadable',
      message: `This file cannot be read (${(error as NodeJS.ErrnoException).code ?? String(error)})`,
      hint: 'check that it exists and is readable',
    })
  }
}

/** The sources at some paths, as far as they can be read. */
export const readSources = (root: string, paths: readonly string[], reading: Reading = {}): Source[] =>
  paths.map((path) => readSource(root, path, reading)).filter((read) => 'text' in read)

/** Holds nothing else: a function made where the bytes are would keep them. */
const held = (print: string) => (): string => print

/** A file without stamps may never be asked for its fingerprint: that of a rule file that is checked alone. */
const printLater = (bytes: Buffer): (() => string) => lazy(() => printOf(bytes))

const printOf = (bytes: Buffer): string => crypto().hash('sha256', bytes, 'base64').slice(0, 24)

const notRegular = (stat: Stats): Problem => ({
  code: 'file-kind',
  message: `This is ${kindOf(stat)}, expected a regular file`,
  hint: 'put a file there; to check what a command prints, pipe it into `alertbook check -`',
})

const tooLarge = (size: number | undefined, limit: number): Problem => ({
  code: 'file-size',
  message: `This file has ${size === undefined ? '' : `${megabytes(size)}, `}more than the ${megabytes(limit)} allowed for a source`,
  hint: 'split it, or raise `limits.source` in alertbook.yml',
})

/** What is said of a source that has more than `limit` bytes. */
export const tooLargeFile = (path: string, limit: number): Diagnostic =>
  problem(path, tooLarge(undefined, limit))

const megabytes = (bytes: number): string =>
  `${(bytes / (1 << 20)).toFixed(bytes % (1 << 20) === 0 ? 0 : 1)} MB`

function notUtf8(bytes: Buffer): Problem {
  const { at, line } = firstBadByte(bytes)
  const isWide = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)
  return {
    code: 'file-encoding',
    message: isWide
      ? 'This file is UTF-16, expected UTF-8'
      : `Unexpected byte 0x${(bytes[at] ?? 0).toString(16).padStart(2, '0')} at offset ${at} (line ${line}), expected UTF-8`,
    hint: 'save the file as UTF-8',
  }
}

/** Where a source is. `resolve` also normalises the path, which takes longer than examining the file. */
export const fileAt = (root: string, path: string): string => (isAbsolute(path) ? path : `${root}/${path}`)

/** A source whose text is read on demand: for most files, a build only needs to know that they are unchanged. */
class LazySource implements Source {
  readonly path: string
  // Bytes, not the text: that of a whole book, in two bytes a character, would take too much memory.
  #bytes: Buffer | undefined
  #hash: () => string
  readonly document?: true
  readonly #root: string
  readonly #limit: number

  constructor(
    root: string,
    path: string,
    hash: () => string,
    { limit = SOURCE_LIMIT, isDocument }: Reading,
    bytes?: Buffer,
  ) {
    this.#root = root
    this.path = path
    this.#hash = hash
    this.#limit = limit
    this.#bytes = bytes
    if (isDocument) this.document = true
  }

  /** The hash of the text as last read: the file may be saved between two reads. */
  get hash(): string {
    // The same text yields something else when it is shown as it is.
    return this.document ? `${this.#hash()} document` : this.#hash()
  }

  get text(): string {
    if (last.source !== this) {
      this.#bytes ??= this.#read()
      const text = isRunbook(this.path) ? withoutMark(this.#bytes.toString('utf8')) : decodeText(this.#bytes)
      last = { source: this, text }
    }
    return last.text
  }

  #read(): Buffer {
    const bytes = readRegular(fileAt(this.#root, this.path), this.#limit)
    if (!bytes || bytes.length > this.#limit) {
      const error: NodeJS.ErrnoException = new Error(
        `\`${this.path}\` changed while it was read; run it again`,
      )
      error.syscall = 'read'
      throw error
    }
    this.#hash = held(printOf(bytes))
    return bytes
  }
}

/** The text that was asked for last: most are asked for several times in a row. */
let last: { readonly source: Source | undefined; readonly text: string } = { source: undefined, text: '' }

const withoutMark = (text: string): string => (text.charCodeAt(0) === 0xfeff ? text.slice(1) : text)

/** The first byte that no valid prefix reaches, by binary search. */
function firstBadByte(bytes: Buffer): { at: number; line: number } {
  let low = 0
  let high = bytes.length
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if (isPrefix(bytes.subarray(0, middle))) low = middle
    else high = middle - 1
  }
  // A sequence that is cut short counts from its first byte.
  for (let from = low - 1; from >= Math.max(0, low - 3) && bytes[from]! >= 0x80; from--)
    if (bytes[from]! >= 0xc0) {
      low = from
      break
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
  readonly missing: readonly { readonly key: Folders; readonly folder: string }[]
}

/** The keys of the configuration that name folders with sources. */
export type Folders = 'runbooks' | 'docs' | 'rules'

/** Every runbook, document and rule file of a project, in order of path. The output folder is never read. */
export function readProject(root: string, config: Config, stamps?: Stamps): ReadResult {
  const skipped = new Set([...OWN, plainPath(config.output.dir)].filter((path) => path !== ''))
  const isExcluded = excluderOf(config.exclude)
  const isTest = excluderOf(config.tests)
  const walk = new Walk(root, (path) => skipped.has(path) || isExcluded(path))
  const missing: { key: Folders; folder: string }[] = []
  const unread = new Set<string>()
  const add = (key: Folders, pattern: RegExp, others?: (path: string) => void): void => {
    const names = new Map(config[key].map((folder) => [plainPath(folder), folder]))
    const none = walk.add({
      folders: [...names.keys()],
      isWanted: (path) => pattern.test(path),
      ...(others && { others }),
    })
    append(
      missing,
      none.map((folder) => ({ key, folder: names.get(folder)! })),
    )
  }
  const misplaced = new Set<string>()
  add('runbooks', MARKDOWN, (path) => RULES.test(path) && misplaced.add(path))
  add('docs', MARKDOWN)
  // A folder that holds both rule files and runbooks may hold other files too.
  const isMixed = config.rules.some((rules) =>
    [...config.runbooks, ...config.docs].some((pages) => meet(plainPath(rules), plainPath(pages))),
  )
  add('rules', RULES, isMixed ? undefined : (path) => unread.add(path))
  const sources: Source[] = []
  const diagnostics: Diagnostic[] = []
  for (const { path, fault } of walk.files()) {
    const read = fault
      ? problem(path, fault)
      : readSource(root, path, {
          stamps,
          limit: config.limits.source,
          isDocument: isRunbook(path) && isDocument(path, config),
        })
    if (!('text' in read)) diagnostics.push(read)
    // Tests may be beside the rules that they test.
    else if (!(RULES.test(path) && isTest(path) && isUnitTest(read))) sources.push(read)
  }
  for (const path of [...misplaced].filter((path) => !walk.found.has(path)).sort(byCodeUnits)) {
    if (looksLikeRules(root, path, config.limits.source) === true) diagnostics.push(amongRunbooks(path))
  }
  const others = [...unread]
    .filter((path) => !walk.found.has(path) && looksLikeRules(root, path, config.limits.source) !== false)
    .sort(byCodeUnits)
  const left = others.length - NAMED
  diagnostics.push(
    ...others.slice(0, NAMED).map((path, index) => notRead(path, index === NAMED - 1 ? left : 0)),
  )
  return { sources, diagnostics, missing }
}

/** A rule file beside runbooks: nothing deploys it. */
const amongRunbooks = (file: string): Diagnostic => ({
  file,
  range: { start: 0, end: 0 },
  code: 'file-unread',
  severity: 'warning',
  message: 'This rule file is in a folder of runbooks: its rules are not compiled',
  hint: 'move it below `rules/`, or list it under `rules:` in alertbook.yml',
})

/** Whether a file that is not a source looks like one with rules; undefined if it cannot be looked into. */
function looksLikeRules(root: string, path: string, limit: number): boolean | undefined {
  const read = readSource(root, path, { limit, within: true })
  return 'text' in read ? mayHoldRules(read) : undefined
}

/** Whether one folder contains the other. */
const meet = (a: string, b: string): boolean =>
  a === '' || b === '' || `${a}/`.startsWith(`${b}/`) || `${b}/`.startsWith(`${a}/`)

/** Most files listed by name; the rest is counted. */
const NAMED = 20

/** A file like a rule file with another kind of name: its contents are not deployed. */
const notRead = (file: string, more: number): Diagnostic => ({
  file,
  range: { start: 0, end: 0 },
  code: 'file-unread',
  severity: isRunbook(file) ? 'info' : 'warning',
  message: `This file ${more > 0 ? `and ${more} others are in a folder of rule files, but are not read` : 'is in a folder of rule files, but is not read'}`,
  hint: /(?:^|\/)\.[^/]*$/.test(file)
    ? 'rename or remove it: hidden files are never read, but a pattern in the Prometheus configuration could match it'
    : isRunbook(file)
      ? 'move it below a folder that `runbooks:` in alertbook.yml names, if its rules are to be compiled'
      : 'end its name in `.yml`, `.yaml` or `.rules`, or list it under `rules:` in alertbook.yml',
})

/** Matching files below a folder, by relative path and sorted, and problems with some. */
export function sourcePaths(
  folder: string,
  pattern: RegExp,
): { paths: string[]; others: string[]; diagnostics: Diagnostic[] } {
  const walk = new Walk(folder)
  const others: string[] = []
  walk.add({ folders: [''], isWanted: (path) => pattern.test(path), others: (path) => others.push(path) })
  const found = walk.files()
  return {
    paths: found.filter(({ fault }) => !fault).map(({ path }) => path),
    others,
    diagnostics: found.flatMap(({ path, fault }) => (fault ? [problem(path, fault)] : [])),
  }
}
