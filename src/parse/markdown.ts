/** The one Markdown parser: the only file that names a Markdown syntax plugin. */
import type { Nodes, Root } from 'mdast'
import remarkFrontmatter from 'remark-frontmatter'
import remarkGfm from 'remark-gfm'
import remarkParse from 'remark-parse'
import { type Processor, unified } from 'unified'
import { lineStarts } from '../text/source.ts'
import { templateTextSyntax, templateTextTree } from './template-text.ts'
import { walk } from './walk.ts'

function alertbookSyntax(this: Processor): void {
  const data = this.data() as { micromarkExtensions?: unknown[]; fromMarkdownExtensions?: unknown[] }
  data.micromarkExtensions = [...(data.micromarkExtensions ?? []), templateTextSyntax]
  data.fromMarkdownExtensions = [...(data.fromMarkdownExtensions ?? []), templateTextTree]
}

const plain = unified().use(remarkParse).use(remarkFrontmatter, ['yaml']).use(alertbookSyntax).freeze()
const gfm = unified()
  .use(remarkParse)
  .use(remarkFrontmatter, ['yaml'])
  .use(remarkGfm)
  .use(alertbookSyntax)
  .freeze()

/**
 * Characters without which no construct of GitHub's Markdown can begin: a table's delimiter row has `|` or
 * `:` beside `-`; `~` strikes; `[^` and `[ ]` open footnotes and tasks; the rest are bare addresses.
 */
const MAY_NEED_GFM = /[|~@]|:-|-:|\[\^|\[[ \txX\r\n]\]|https?:|www\.|mailto:|xmpp:/i

/** The parser drops a byte-order mark, and all places behind it would be off by one. */
const withoutMark = (text: string): string => (text.startsWith('\uFEFF') ? ` ${text.slice(1)}` : text)

/** Frontmatter, and the lines between its markers. */
const FRONTMATTER = /^---\n((?:(?!---[ \t]*(?:\n|$))[^\0\r\n]*\n)+)---[ \t]*(?:\n|$)/

/** Markdown with YAML frontmatter and GitHub's extensions, as a tree with places. */
export function parseMarkdown(text: string): Root {
  const source = withoutMark(text)
  const yaml = FRONTMATTER.exec(source)?.[1]
  // The parser would look at the frontmatter character by character, to say where it ends.
  const read = yaml === undefined ? source : OPENING + source.slice(OPENING.length + yaml.length)
  const root = (MAY_NEED_GFM.test(read) ? gfm : plain).parse(read)
  if (yaml !== undefined) putBack(root, yaml)
  return root
}

const OPENING = '---\n'

type Point = NonNullable<Nodes['position']>['start']

/** Gives an empty frontmatter its lines back, and moves all that stands behind them. */
function putBack(root: Root, yaml: string): void {
  const lines = lineStarts(yaml).length - 1
  const [first] = root.children
  if (first?.type === 'yaml') first.value = yaml.slice(0, -1)
  const move = (point: Point): void => {
    if (point.offset! < OPENING.length) return
    point.line += lines
    point.offset! += yaml.length
  }
  walk<Nodes>(root, ({ position }) => {
    if (!position) return
    move(position.start)
    move(position.end)
  })
}

/** The same without the short cuts, for the law that both agree. */
export function parseMarkdownFully(text: string): Root {
  return gfm.parse(withoutMark(text))
}
