/** A Markdown source → runbook: the steps, in order. Never throws; keeps whatever it understood. */
import type { Root, Yaml } from 'mdast'
import { toString as textOf } from 'mdast-util-to-string'
import type { Diagnostic, Hole, Link, RuleRef, Runbook } from '../model.ts'
import type { Source } from '../text/source.ts'
import { readBlocks, readCopies } from './blocks.ts'
import { renderBody } from './body.ts'
import { limitDepth } from './depth.ts'
import { NO_FRONTMATTER, readFrontmatter } from './frontmatter.ts'
import { readIgnores } from './ignores.ts'
import { parseMarkdown } from './markdown.ts'
import { rangeOf, readAnchors, readHeadings, readLinks, readLiterals } from './outline.ts'
import { readShortcodes, type Shortcode, withoutFiller } from './shortcodes.ts'

export function parseRunbook({ path: file, text }: Source): Runbook {
  const shortcodes = readShortcodes(text)
  const root = parseMarkdown(shortcodes.text)
  const depthProblems = limitDepth(root, file)
  const { frontmatter, diagnostics: frontmatterProblems } = frontmatterOf(root, text, file)
  const headings = readHeadings(root, text)
  const literals = readLiterals(root, text)
  const { ignores, diagnostics: ignoreProblems } = readIgnores(root, text, file)
  const blocks = readBlocks(root, text, file)
  const { copies, diagnostics: copyProblems } = readCopies(text, file, shortcodes.comments)
  const links = [...readLinks(root, text), ...refLinks(shortcodes.found)].sort(
    (a, b) => a.range.start - b.range.start,
  )
  const ruleRefs = shortcodes.found.filter(isRule).map(ruleRefOf)
  const summary = summaryOf(root)
  const anchors = readAnchors(root)
  const body = renderBody({
    root,
    headings,
    literals,
    holeOf: (node): Hole | undefined => {
      const index = blocks.indexOf.get(node)
      return index === undefined ? undefined : { kind: 'block', index }
    },
    shortcodeHole: (index) => shortcodeHole(shortcodes.found, index),
  })
  return {
    kind: 'runbook',
    source: { path: file },
    frontmatter,
    headings,
    links,
    anchors,
    summary,
    queries: blocks.queries,
    slots: blocks.slots,
    ruleRefs,
    blocks: blocks.blocks,
    copies,
    ignores: [...ignores, ...blocks.ignores],
    literals,
    body,
    diagnostics: [
      ...depthProblems,
      ...frontmatterProblems,
      ...ignoreProblems,
      ...blocks.diagnostics,
      ...copyProblems,
      ...shortcodeProblems(shortcodes.found, file),
    ],
  }
}

function frontmatterOf(root: Root, text: string, file: string): ReturnType<typeof readFrontmatter> {
  const node = root.children.find((child): child is Yaml => child.type === 'yaml')
  if (!node) return { frontmatter: NO_FRONTMATTER, diagnostics: [] }
  const block = rangeOf(node)
  const start = text.indexOf('\n', block.start)
  const begin = start < 0 || start >= block.end ? block.end : start + 1
  const end = Math.max(begin, text.lastIndexOf('---', block.end - 1))
  return readFrontmatter(text, file, block, { start: begin, end })
}

const isRule = ({ name, closing, args }: Shortcode): boolean =>
  name === 'rule' && !closing && args.length >= 2

function ruleRefOf({ range, args }: Shortcode): RuleRef {
  const [file, alert] = args
  return {
    range,
    file: file!.value,
    alert: { value: alert!.value, range: alert!.range, runs: [0, alert!.range.start] },
  }
}

/** `{{< ref "x.md" >}}` outside a link's target stands for the target itself; inside, Markdown found the link. */
function refLinks(found: readonly Shortcode[]): Link[] {
  return found
    .filter(
      ({ name, inTarget, args }) => (name === 'ref' || name === 'relref') && !inTarget && args.length > 0,
    )
    .map(({ range, args }) => ({ range, target: args[0]!.value, targetRange: args[0]!.range }))
}

/** What a shortcode leaves in the page. */
function shortcodeHole(found: readonly Shortcode[], index: number): Hole | string | undefined {
  const shortcode = found[index]
  if (!shortcode || shortcode.closing) return undefined
  if (isRule(shortcode)) return { kind: 'ruleRef', index: found.filter(isRule).indexOf(shortcode) }
  if (shortcode.name === 'ref' || shortcode.name === 'relref') {
    return shortcode.args[0] ? { kind: 'link', target: shortcode.args[0].value } : undefined
  }
  return undefined
}

const KNOWN = new Set(['rule', 'comment', 'ref', 'relref'])

function shortcodeProblems(found: readonly Shortcode[], file: string): Diagnostic[] {
  return found.flatMap((shortcode): Diagnostic[] => {
    const { name, range, closing, args } = shortcode
    const report = (message: string, hint: string): Diagnostic[] => [
      { file, range, code: 'shortcode-unknown', severity: 'error', message, hint },
    ]
    if (!KNOWN.has(name)) {
      return report(
        `Unexpected shortcode \`${name}\`, expected one that Alertbook knows`,
        `one of ${[...KNOWN].join(', ')}`,
      )
    }
    if (closing || name === 'comment') return []
    const needed = name === 'rule' ? 2 : 1
    if (args.length >= needed) return []
    return report(
      `Unexpected ${args.length} arguments of shortcode \`${name}\`, expected ${needed}`,
      name === 'rule' ? 'write `{{% rule "file.yml" "AlertName" %}}`' : `write \`{{< ${name} "page.md" >}}\``,
    )
  })
}

/** The first paragraph under Meaning, else of the page, in at most 300 characters. */
function summaryOf(root: Root): string {
  const { children } = root
  const meaning = children.findIndex((node) => node.type === 'heading' && /\bmeaning\b/i.test(textOf(node)))
  const paragraph =
    children.slice(meaning + 1).find((node) => node.type === 'paragraph') ??
    children.find((node) => node.type === 'paragraph')
  if (!paragraph) return ''
  const text = withoutFiller(textOf(paragraph))
    .replace(/\uFDD0\d+\uFDD1/g, '')
    .replace(/\s+/g, ' ')
    .trim()
  return text.length <= 300 ? text : `${text.slice(0, 299).replace(/\s+\S*$/, '')}…`
}
