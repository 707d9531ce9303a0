/** `alertbook.links.yml`: the record of published addresses, read with places and rewritten as a whole. */
import { dump } from 'js-yaml'
import { pathFault } from '../emit/paths.ts'
import type { Diagnostic, Published, Source } from '../model.ts'
import { asCode } from '../text/listed.ts'
import { own } from '../text/own.ts'
import {
  isNull,
  itemsOf,
  NOT_IN_FLOW,
  pairsOf,
  parseYaml,
  textOf,
  valueAt,
  type YamlMap,
  type YamlNode,
} from '../yaml/index.ts'
import { conflictIn, hasConflict, joined, sidesOf, unionOf } from './links-conflict.ts'

/** File name, at the root of the project. */
export const LINKS_FILE = 'alertbook.links.yml'

const HEAD = `# Every address that was ever published. \`alertbook build\` keeps this file: commit it with the runbooks.
# Where a page is gone, \`moved:\` says where its address leads, or \`removed:\` why, and \`see:\` what took its place.
`

export interface LinksFile {
  readonly published: readonly Published[]
  readonly diagnostics: readonly Diagnostic[]
}

/** Reads the record. Anything invalid is reported as an error and left out. */
export function readLinks(source: Source): LinksFile {
  if (hasConflict(source.text)) return readConflict(source)
  const file = source.path
  const { root, problems, more } = parseYaml(source.text)
  const addresses = placesOfAddresses(root)
  const diagnostics: Diagnostic[] = problems
    // A repeated address is no problem: its entries are joined.
    .filter(({ code, range }) => code !== 'yaml-duplicate-key' || !addresses.has(range.start))
    .map(({ related: _, ...problem }) => ({
      ...problem,
      file,
      severity: 'error',
    }))
  const report = (node: Pick<YamlNode, 'range'>, expected: string): void => {
    const message = `Unexpected content of the record of addresses, expected ${expected}`
    const hint = 'undo the last manual change of this file'
    diagnostics.push({ file, range: node.range, code: 'links-file', severity: 'error', message, hint })
  }
  const pages = root?.kind === 'map' ? valueAt(root, 'pages') : undefined
  if (!pages && problems.length === 0) report(root ?? { range: { start: 0, end: 0 } }, '`pages:`')
  for (const range of more.slice(0, 1)) report({ range }, 'one document')
  // Told once: a file that is something else has thousands.
  const other = root?.kind === 'map' ? root.entries.find(({ key }) => textOf(key) !== 'pages') : undefined
  if (other) report(other.key, 'nothing beside `pages:`')
  if (pages && pages.kind !== 'map' && !isNull(pages)) report(pages, 'a mapping of paths')
  if (pages?.kind !== 'map') return { published: [], diagnostics }
  const wrong = (node: YamlNode, address: string, fault: string): void => {
    const message = `The record of addresses contains one that cannot be written: ${fault}`
    const hint = `take the entry \`${JSON.stringify(address).slice(1, -1).slice(0, 100)}\` out: no build of Alertbook wrote it`
    diagnostics.push({ file, range: node.range, code: 'links-file', severity: 'error', message, hint })
  }
  const published = new Map<string, [Published, ...Published[]]>()
  for (const { key, value } of pages.entries) {
    if (key.kind !== 'scalar' || value.kind !== 'map') {
      report(value, 'a path with `title`, `alerts` and what became of it')
      continue
    }
    const address = bare(key.text.value)
    if ('fault' in address) wrong(key, key.text.value, address.fault)
    else {
      for (const { node, expected } of misshapen(value)) report(node, expected)
      const entry = readEntry(file, key, address.path, value, wrong)
      const before = published.get(address.path)
      // A repeated address: a merge kept the lines of both sides.
      if (before) before.push(entry)
      else published.set(address.path, [entry])
    }
  }
  return { published: [...published.values()].map(joined), diagnostics }
}

/** Where each address begins. */
function placesOfAddresses(root: YamlNode | null): ReadonlySet<number> {
  const pages = root?.kind === 'map' ? valueAt(root, 'pages') : undefined
  return new Set(pages?.kind === 'map' ? pages.entries.map(({ key }) => key.range.start) : [])
}

const isText = (node: YamlNode): boolean => node.kind === 'scalar'
const isTexts = (node: YamlNode): boolean => itemsOf(node).every(isText)

/** What an entry may hold, and as what. What is of another shape would be lost when the record is written anew. */
const SHAPES: Readonly<Record<string, readonly [is: (node: YamlNode) => boolean, expected: string]>> = {
  title: [isText, 'a text'],
  alerts: [isTexts, 'a list of names'],
  anchors: [
    (node) => isNull(node) || (node.kind === 'map' && node.entries.every(({ value }) => isText(value))),
    'a mapping of anchors to names of alerts',
  ],
  moved: [isText, 'one address'],
  removed: [isText, 'a text'],
  see: [isTexts, 'a list of addresses'],
}

/** The parts of an entry that cannot be read, and what was expected of each. */
function misshapen(map: YamlMap): { readonly node: YamlNode; readonly expected: string }[] {
  return map.entries.flatMap(({ key, value }) => {
    const shape = own(SHAPES, textOf(key) ?? '')
    if (shape === undefined)
      return { node: key, expected: `one of ${Object.keys(SHAPES).map(asCode).join(', ')}` }
    const [is, expected] = shape
    return is(value) ? [] : { node: value, expected }
  })
}

/** Reads a record with an unresolved merge. */
function readConflict(source: Source): LinksFile {
  const sides = sidesOf(source.text)?.map((text) => readLinks({ path: source.path, text }))
  const [ours, theirs] = sides ?? []
  const isClear = sides?.every(({ diagnostics }) => diagnostics.length === 0) ?? false
  const union = ours && theirs && isClear ? linksText(unionOf(ours.published, theirs.published)) : undefined
  return { published: [], diagnostics: [conflictIn(source, union)] }
}

/**
 * A path as in `aliases`: without empty parts and `.`; a final `/` stays. Fragments are unchanged. Returns a text if
 * the address can never be one of the site's.
 */
function bare(address: string): { readonly path: string } | { readonly fault: string } {
  const [written, ...fragment] = address.trim().split('#') as [string, ...string[]]
  const parts = written.split('/').filter((part) => part !== '' && part !== '.')
  const isFolder = parts.length > 0 && /(?:^|\/)\.?$/.test(written)
  const fault = parts.length === 0 ? undefined : pathFault(parts.join('/'))
  return fault === undefined
    ? { path: [parts.join('/') + (isFolder ? '/' : ''), ...fragment].join('#') }
    : { fault }
}

function readEntry(
  file: string,
  key: YamlNode,
  path: string,
  map: YamlMap,
  wrong: (node: YamlNode, address: string, fault: string) => void,
): Published {
  /** Normalises addresses of the site; reports and leaves out invalid ones. */
  const addresses = (name: string, written: readonly string[]): string[] =>
    written.flatMap((address) => {
      const read = bare(address)
      if ('path' in read) return [read.path]
      wrong(valueAt(map, name)!, address, read.fault)
      return []
    })
  const text = (name: string): string | undefined => textOf(valueAt(map, name))
  const list = (name: string): string[] => {
    const node = valueAt(map, name)
    return node ? itemsOf(node).flatMap((item) => textOf(item) ?? []) : []
  }
  const moved = text('moved') ?? ''
  const target = /^https?:/i.test(moved.trim())
    ? moved.trim()
    : moved === ''
      ? undefined
      : addresses('moved', [moved])[0]
  const removed = text('removed')
  return {
    file,
    range: key.range,
    path,
    title: text('title') ?? '',
    alerts: list('alerts'),
    anchors: Object.fromEntries(pairsOf(valueAt(map, 'anchors'))),
    ...(target !== undefined && { moved: target }),
    ...(removed !== undefined && { removed }),
    see: addresses('see', list('see')),
  }
}

type Entry = Omit<Published, 'file' | 'range'>

/** Whether the record as read equals another. */
export function isSameRecord(read: readonly Published[], record: readonly Entry[]): boolean {
  const isSame = (a: Entry, b: Entry): boolean =>
    a.path === b.path &&
    a.title === b.title &&
    a.moved === b.moved &&
    a.removed === b.removed &&
    isSameList(a.alerts, b.alerts) &&
    isSameList(a.see, b.see) &&
    isSameList(Object.entries(a.anchors).flat(), Object.entries(b.anchors).flat())
  return read.length === record.length && read.every((entry, index) => isSame(entry, record[index]!))
}

const isSameList = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((value, index) => value === b[index])

/**
 * The record as the text of its file, one line per address, so that git merges two branches by keeping the lines of
 * both (`merge=union`). The same record gives the same bytes.
 */
export function linksText(record: readonly Entry[]): string {
  const slashed = (path: string): string => (/^https?:/i.test(path) ? path : `/${path}`)
  const lines = record.map(({ path, title, alerts, anchors, moved, removed, see }) =>
    lineOf(slashed(path), {
      title,
      ...(alerts.length > 0 && { alerts }),
      ...(Object.keys(anchors).length > 0 && { anchors }),
      ...(moved !== undefined && { moved: slashed(moved) }),
      ...(removed !== undefined && { removed }),
      ...(see.length > 0 && { see: see.map(slashed) }),
    }),
  )
  return HEAD + (lines.length === 0 ? 'pages: {}\n' : `pages:\n${lines.join('')}`)
}

/** An address on its own line. go-yaml, and so our reader, ends a plain text between brackets where js-yaml does not. */
function lineOf(path: string, entry: object): string {
  const forceQuotes = Object.values(entry).some(isEndedEarly)
  return `  ${dump({ [path]: entry }, { lineWidth: -1, noRefs: true, flowLevel: 1, forceQuotes })}`
}

/** Whether that is so of a text, or of one within. */
const isEndedEarly = (value: unknown): boolean =>
  typeof value === 'string' ? NOT_IN_FLOW.test(value) : Object.values(value as object).some(isEndedEarly)
