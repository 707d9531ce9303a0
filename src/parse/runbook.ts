/**
 * A Markdown source → runbook: the steps, in order. Never throws; keeps whatever it understood. In a document nothing is
 * looked for that would stand for something else: no rules, tests, queries, slots and shortcodes.
 */

import type { Root } from 'mdast'
import { toString as textOf } from 'mdast-util-to-string'
import type { Diagnostic, Hole, Link, RuleRef, Runbook, Text } from '../model.ts'
import { mayUseParams } from '../text/params.ts'
import type { Range } from '../text/source.ts'
import { plainText, type Source } from '../text/source.ts'
import type { YamlNode } from '../yaml/index.ts'
import { conflictProblem } from './conflicts.ts'
import { dropContents } from './contents.ts'
import { yamlLines } from './cuts.ts'
import { limitDepth } from './depth.ts'
import { readDiagrams } from './diagrams.ts'
import {
  droppedFrontmatter,
  type FrontmatterBlock,
  frontmatterBlock,
  lateClosing,
} from './frontmatter/block.ts'
import { NO_FRONTMATTER, readFrontmatter, readHead } from './frontmatter/read.ts'
import { strayFrontmatter } from './frontmatter/stray.ts'
import { renderBody } from './html/body.ts'
import { limitHtml } from './html/limits.ts'
import { lostParts } from './html/lost.ts'
import { fillTargets, takesSiteParam } from './html/targets.ts'
import { readIgnores } from './ignores.ts'
import { type Limited, limitSource } from './limits.ts'
import { parseMarkdown } from './markdown.ts'
import { readAdmonitions } from './notations/admonition-lines.ts'
import { nestAdmonitions } from './notations/admonitions.ts'
import { dropAttributes } from './notations/attributes.ts'
import { readComponents } from './notations/components.ts'
import { expandDirectives, labelsOf, withTildes } from './notations/directives.ts'
import { withBreaks } from './notations/fenced-notes.ts'
import { takeHeadingIds, takenIds } from './notations/heading-ids.ts'
import { addHints } from './notations/hints.ts'
import { leftNotation } from './notations/left-notation.ts'
import { expandRoles } from './notations/roles.ts'
import { isShown, shortcodeProblems } from './notations/shortcode-problems.ts'
import {
  asWritten,
  HOLE,
  HOLE_OPEN,
  readShortcodes,
  type Shortcode,
  withoutFiller,
  withoutHoles,
  withoutShortcodes,
} from './notations/shortcodes.ts'
import { takeWikiLinks, wikiIndex } from './notations/wiki-links.ts'
import { readAnchors, readHeadings, readLinks, readLiterals } from './outline.ts'
import { outlineHash } from './outline-hash.ts'
import { NO_BLOCKS, readBlocks, readCopies } from './rules/blocks.ts'

export function parseRunbook({ path: file, text, document }: Source): Runbook {
  const clean = withoutHoles(text)
  const shortcodes = document ? withoutShortcodes(clean) : readShortcodes(clean)
  const components = readComponents(shortcodes.text)
  const { limited, admonitions } = limitedText(withBreaks(withTildes(components.text)), file)
  const root = parseMarkdown(
    limited.text,
    shortcodes.comments.filter(({ end }) => end <= limited.text.length),
  )
  const labelled = expandDirectives(root, limited.text)
  expandRoles(root, limited.text)
  const limitProblems = [...limited.diagnostics, ...limitDepth(root, file), ...limitHtml(root, file)]
  const head = frontmatterBlock(root, text)
  const { frontmatter, diagnostics: frontmatterProblems } = frontmatterOf(root, head, text, file)
  const asked = shortcodes.found.filter(
    ({ name, closing, args }) => name === 'param' && !closing && args.length > 0,
  )
  const asks = !document && (asked.length > 0 || mayUseParams(text))
  const conflicts = conflictProblem(shortcodes.text.slice(0, limited.text.length), file)
  const inHead = (at: number): boolean =>
    head !== undefined && at < head.block.end && conflicts.some(({ range }) => range.start < head.block.end)
  const ownParams = asks ? paramsOf(head, text) : new Map<string, string>()
  const params = asked
    .map(({ args }) => plainText(args[0]!.value, args[0]!.range.start))
    .filter(({ value }) => !ownParams.has(value))
  dropContents(root, text)
  fillTargets(root, shortcodes.found, ownParams)
  nestAdmonitions(root, text, admonitions)
  const headingIds = takeHeadingIds(root)
  dropAttributes(root, text)
  const wikiLinks = takeWikiLinks(root, text)
  // Of a page that is cut, the ends are missing.
  const lost =
    limitProblems.length === 0
      ? lostParts(root, text, file, [...leftNotation(root, text), ...components.shown])
      : []
  const paramAt = (index: number): string => paramWritten(shortcodes.found[index], ownParams)
  const headings = readHeadings(root, text, headingIds, (heading) => withParamsWritten(heading, paramAt))
  const taken = takenIds(headingIds, headings, file)
  const labels = labelsOf(labelled, headings, text)
  const literals = readLiterals(root, text)
  const { ignores, diagnostics: ignoreProblems } = readIgnores(root, text, file)
  const { copies, diagnostics: copyProblems } = readCopies(text, file, shortcodes.comments)
  const refs = new Set(
    shortcodes.found
      .filter(isRef)
      .flatMap(({ inTarget, args }) => (inTarget ? args.slice(0, 1) : []))
      .map(({ range }) => range.start),
  )
  const written = readLinks(root, text)
    // A shortcode without what it needs is an error of its own.
    .filter(
      ({ target }) =>
        !takesSiteParam(target) && !target.includes(HOLE_OPEN) && wikiIndex(target) === undefined,
    )
    .map((link) => (refs.has(link.targetRange.start) ? { ...link, ref: true as const } : link))
  const links = [...written, ...wikiLinks, ...refLinks(shortcodes.found)].sort(
    (a, b) => a.range.start - b.range.start,
  )
  const ruleRefs = shortcodes.found.filter(isRule).map(ruleRefOf)
  const named = new Set(
    [...frontmatter.alerts, ...ruleRefs.map(({ alert }) => alert)].map(({ value }) => value),
  )
  const blocks = document ? NO_BLOCKS : readBlocks(root, text, file, named)
  const ruleFences = new Set(
    blocks.diagnostics.filter(({ code }) => code === 'rule-fence').map(({ range }) => range.start),
  )
  const summary = summaryOf(root, paramAt)
  const anchors = readAnchors(root)
  addHints(root, shortcodes)
  const diagrams = readDiagrams(root, file)
  const ruleIndexes = new Map(shortcodes.found.filter(isRule).map((shortcode, index) => [shortcode, index]))
  const body = renderBody({
    root,
    headings,
    hasTitle: frontmatter.title !== undefined,
    literals,
    drawn: diagrams.drawn,
    hasSlots: !document,
    wikiLinks,
    holeOf: (node): Hole | undefined => {
      const index = blocks.indexOf.get(node)
      if (index !== undefined) return { kind: 'block', index }
      const test = blocks.testIndexOf.get(node)
      return test === undefined ? undefined : { kind: 'test', index: test, source: node.value }
    },
    asWritten: (code) => asWritten(code, clean, shortcodes.found),
    shortcodeHole: (index) =>
      isShown(shortcodes, index)
        ? asWrittenAt(text, shortcodes.found[index]!)
        : shortcodeHole(shortcodes.found, index, ownParams, ruleIndexes),
  })
  return {
    kind: 'runbook',
    source: { path: file },
    length: text.length,
    ...(document && { document }),
    frontmatter,
    headings,
    links,
    anchors,
    ...(labels.length > 0 && { labels }),
    summary,
    queries: blocks.queries,
    slots: blocks.slots,
    ruleRefs,
    params,
    ...(asks && { asks: [...ownParams] }),
    blocks: blocks.blocks,
    tests: blocks.tests,
    copies: () => copies,
    copyCount: copies.length,
    ...(blocks.examples.length > 0 && { examples: blocks.examples }),
    ignores: [...ignores, ...blocks.ignores],
    literals,
    outline: outlineHash({ frontmatter, summary, headings }),
    isEmpty: body.every((part) => typeof part === 'string' && part.trim() === ''),
    diagrams: blocks.diagrams,
    body: () => body,
    diagnostics: [
      ...limitProblems,
      ...conflicts,
      // What YAML makes of the marks follows from the conflict.
      ...frontmatterProblems.filter(({ code, range }) => !(inHead(range.start) && code.startsWith('yaml-'))),
      ...(document ? explainsNothing(frontmatter.alerts, file) : []),
      ...ignoreProblems,
      ...blocks.diagnostics,
      ...diagrams.diagnostics,
      ...taken,
      ...copyProblems,
      // A rule within HTML is an error of its own.
      ...lost.filter(({ range }) => !ruleFences.has(range.start)),
      ...shortcodeProblems(shortcodes, file),
    ],
  }
}

/** The text for the Markdown parser, within the limits as it is written and as the parser sees it. */
function limitedText(text: string, file: string): { limited: Limited; admonitions: readonly Range[] } {
  const from = yamlLines(text)?.end
  const written = limitSource(text, file, from)
  const { text: quoted, ranges } = readAdmonitions(written.text)
  if (ranges.length === 0) return { limited: written, admonitions: ranges }
  const seen = limitSource(quoted, file, from)
  const isCut = seen.diagnostics.length > 0
  return {
    limited: isCut ? seen : { ...written, text: quoted },
    admonitions: ranges.filter(({ start }) => start < seen.text.length),
  }
}

function frontmatterOf(
  root: Root,
  found: FrontmatterBlock | undefined,
  text: string,
  file: string,
): ReturnType<typeof readFrontmatter> {
  if (!found) {
    const dropped = droppedFrontmatter(text, file)
    const diagnostics = dropped.length > 0 ? dropped : strayFrontmatter(root, text, file, false)
    return { frontmatter: NO_FRONTMATTER, diagnostics }
  }
  const late = lateClosing(text, file, found)
  if (late.length > 0) return { frontmatter: NO_FRONTMATTER, diagnostics: late }
  const read = readFrontmatter(text, file, found)
  return { ...read, diagnostics: [...read.diagnostics, ...strayFrontmatter(root, text, file, true)] }
}

/** A document that names alerts was meant as a runbook. */
const explainsNothing = (alerts: readonly Text[], file: string): Diagnostic[] =>
  alerts.slice(0, 1).map(({ value, range }) => ({
    file,
    range,
    code: 'frontmatter-key',
    severity: 'warning',
    message: `\`${value}\` is not explained here: \`docs\` in alertbook.yml lists this file, and a document explains no alerts`,
    hint: 'list the file under `runbooks` instead, or remove `alerts`',
  }))

const isRule = ({ name, closing, args }: Shortcode): boolean =>
  name === 'rule' && !closing && args.length >= 2

const asWrittenAt = (text: string, { range }: Shortcode): string => text.slice(range.start, range.end)

const isRef = ({ name }: Shortcode): boolean => name === 'ref' || name === 'relref'

function ruleRefOf({ range, args }: Shortcode): RuleRef {
  const [file, alert] = args
  return {
    range,
    file: file!.value,
    alert: { value: alert!.value, range: alert!.range, runs: [0, alert!.range.start] },
  }
}

/** Outside a link's target, `{{< ref "x.md" >}}` is a link by itself; inside one, Markdown has found the link. */
function refLinks(found: readonly Shortcode[]): Link[] {
  return found
    .filter((shortcode) => isRef(shortcode) && !shortcode.inTarget && shortcode.args.length > 0)
    .map(({ range, args }) => ({
      range,
      target: args[0]!.value,
      targetRange: args[0]!.range,
      ref: true as const,
    }))
}

/** The hole that a shortcode leaves in the page. */
function shortcodeHole(
  found: readonly Shortcode[],
  index: number,
  ownParams: ReadonlyMap<string, string>,
  ruleIndexes: ReadonlyMap<Shortcode, number>,
): Hole | string | undefined {
  const shortcode = found[index]
  if (!shortcode || shortcode.closing) return undefined
  if (isRule(shortcode)) return { kind: 'ruleRef', index: ruleIndexes.get(shortcode)! }
  if (shortcode.name === 'ref' || shortcode.name === 'relref') {
    return shortcode.args[0] ? { kind: 'link', target: shortcode.args[0].value } : undefined
  }
  const name = shortcode.name === 'param' ? shortcode.args[0]?.value : undefined
  return name === undefined ? undefined : (ownParams.get(name) ?? { kind: 'param', name })
}

/** Values for `param` on a page: those of its frontmatter, including those under `params:`. */
function paramsOf(head: FrontmatterBlock | undefined, text: string): Map<string, string> {
  const values = new Map<string, string>()
  const add = (map: YamlNode | null, prefix: string): void => {
    for (const { key, value } of map?.kind === 'map' ? map.entries : []) {
      if (key.kind !== 'scalar') continue
      if (value.kind === 'scalar') {
        // `owner: '{{< param owner >}}'` asks for a value, so it is not one.
        if (!mayUseParams(value.text.value)) values.set(prefix + key.text.value, value.text.value)
      } else if (prefix === '' && key.text.value === 'params') add(value, '')
      else add(value, `${prefix}${key.text.value}.`)
    }
  }
  if (head) add(readHead(text, head).root, '')
  return values
}

/**
 * Text for a shortcode in a summary: the page's own value of a parameter, or its notation; empty for other shortcodes.
 */
function paramWritten(shortcode: Shortcode | undefined, own: ReadonlyMap<string, string>): string {
  const name = shortcode?.name === 'param' ? shortcode.args[0]?.value : undefined
  return name === undefined ? '' : (own.get(name) ?? `{{< param "${name}" >}}`)
}

const withParamsWritten = (text: string, paramAt: (index: number) => string): string =>
  text.replace(HOLE, (_, index: string) => paramAt(Number(index)))

/**
 * The first paragraph under Meaning, or the first item of a list there; without Meaning, of the page. At most 300
 * characters.
 */
function summaryOf(root: Root, paramAt: (index: number) => string): string {
  const { children } = root
  const meaning = children.findIndex((node) => node.type === 'heading' && /\bmeaning\b/i.test(textOf(node)))
  const said = children.slice(meaning + 1).find(({ type }) => type === 'paragraph' || type === 'list')
  const paragraph =
    said?.type === 'list' ? said.children[0] : (said ?? children.find(({ type }) => type === 'paragraph'))
  if (!paragraph) return ''
  const text = withParamsWritten(withoutFiller(textOf(paragraph, { includeHtml: false })), paramAt)
    .replace(/\s+/g, ' ')
    .trim()
  return text.length <= 300 ? text : `${text.slice(0, 299).replace(/\s+\S*$/, '')}…`
}
