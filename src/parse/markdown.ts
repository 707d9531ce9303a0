/** The one Markdown parser: the only file that names a Markdown syntax plugin. */
import type { Root } from 'mdast'
import remarkFrontmatter from 'remark-frontmatter'
import remarkGfm from 'remark-gfm'
import remarkParse from 'remark-parse'
import { type Processor, unified } from 'unified'
import { templateTextSyntax, templateTextTree } from './template-text.ts'

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

/** Markdown with YAML frontmatter and GitHub's extensions, as a tree with places. */
export function parseMarkdown(text: string): Root {
  return (MAY_NEED_GFM.test(text) ? gfm : plain).parse(withoutMark(text))
}

/** The same without the short cut, for the law that both agree. */
export function parseMarkdownFully(text: string): Root {
  return gfm.parse(withoutMark(text))
}
