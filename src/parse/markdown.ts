/** The Markdown parser: the only file that names a Markdown syntax plugin. */
import type { Root } from 'mdast'
import remarkFrontmatter from 'remark-frontmatter'
import remarkGfm from 'remark-gfm'
import remarkParse from 'remark-parse'
import { type Processor, unified } from 'unified'
import type { Range } from '../text/source.ts'
import { blankLines, moveBack, sayNothing, without, yamlLines } from './cuts.ts'
import { templateTextSyntax, templateTextTree } from './template-text.ts'

function alertbookSyntax(this: Processor): void {
  const data = this.data() as { micromarkExtensions?: unknown[]; fromMarkdownExtensions?: unknown[] }
  data.micromarkExtensions = [...(data.micromarkExtensions ?? []), templateTextSyntax]
  data.fromMarkdownExtensions = [...(data.fromMarkdownExtensions ?? []), templateTextTree]
}

/** Between `---` lines, or between `+++` lines as in Hugo. */
const FRONTMATTER: ('yaml' | 'toml')[] = ['yaml', 'toml']

const plain = unified().use(remarkParse).use(remarkFrontmatter, FRONTMATTER).use(alertbookSyntax).freeze()
const gfm = unified()
  .use(remarkParse)
  .use(remarkFrontmatter, FRONTMATTER)
  .use(remarkGfm)
  .use(alertbookSyntax)
  .freeze()

/**
 * Without one of these, no construct of GitHub's Markdown can begin: a table's delimiter row has `|` or `:` beside `-`;
 * `~` strikes through; `[^` and `[ ]` open footnotes and tasks; the rest are bare addresses.
 */
const MAY_NEED_GFM = /[|~@]|:-|-:|\[\^|\[[ \txX\r\n]\]|https?:|www\.|mailto:|xmpp:/i

/** The parser drops a byte-order mark, which would shift all later positions by one. */
const withoutMark = (text: string): string => (text.startsWith('\uFEFF') ? ` ${text.slice(1)}` : text)

/**
 * Parses Markdown with YAML frontmatter and GitHub's extensions to a tree with positions. `blank`: ranges known to be
 * blank, which are not parsed.
 */
export function parseMarkdown(text: string, blank: readonly Range[] = []): Root {
  const source = withoutMark(text)
  const yaml = yamlLines(source)
  const blanks = blank
    .filter(({ start }) => start >= (yaml?.end ?? 0))
    .flatMap((range) => blankLines(source, range))
  const cuts = yaml ? [yaml, ...blanks] : blanks
  const shown = without(source, cuts)
  const root = (MAY_NEED_GFM.test(shown) ? gfm : plain).parse(shown)
  if (cuts.length > 0) moveBack(root, source, cuts)
  if (!blanks.every((range) => sayNothing(root, range))) return parseMarkdown(text)
  if (yaml && root.children[0]?.type === 'yaml')
    root.children[0].value = source.slice(yaml.start, yaml.end - 1)
  return root
}

/** Without these short cuts; a law in the tests says that both agree. */
export function parseMarkdownFully(text: string): Root {
  return gfm.parse(withoutMark(text))
}
