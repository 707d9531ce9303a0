/** Markdown that is nearly what its author meant: a link or a heading that is shown as text, cells and text that are not shown. */
import type { Html, Nodes, Paragraph, Table, Text } from 'mdast'
import type { Severity } from '../../model.ts'
import type { Range } from '../../text/source.ts'
import { rangeOf } from '../outline.ts'

/** What a page leaves out, or shows as text; a warning where nothing else is said. */
export interface Loss {
  readonly range: Range
  readonly message: string
  readonly hint: string
  readonly severity?: Severity
}

/** What is lost of a node that is nearly right; `open`: where elements of details that are not closed yet begin. */
export function nearMisses(node: Nodes, open: Range[]): Loss[] {
  // What a plugin has made has no place.
  if (node.position === undefined) return []
  if (node.type === 'table') return lostCells(node)
  if (node.type === 'text') return nearLinks(node)
  if (node.type === 'paragraph') return nearHeading(node)
  if (node.type === 'html') return endless(node, open)
  if (node.type !== 'link' || node.url !== '') return []
  return [
    {
      range: rangeOf(node),
      message: 'This link has no address',
      hint: 'write the address between the parentheses',
    },
  ]
}

export const endlessDetails = (range: Range): Loss => ({
  range,
  message: '`<details>` is never closed: everything below it is folded away',
  hint: 'write `</details>` on a line of its own where it ends',
})

/** Cells beyond the columns of the head, which GitHub leaves out too. */
function lostCells({ align, children }: Table): Loss[] {
  const columns = align?.length ?? children[0]?.children.length ?? 0
  return children.slice(1).flatMap(({ children: cells }) => {
    const [first, last] = [cells[columns], cells.at(-1)]
    if (first === undefined || last === undefined) return []
    const isEmpty = cells.slice(columns).every((cell) => cell.children.length === 0)
    if (isEmpty) return []
    return [
      {
        range: { start: rangeOf(first).start, end: rangeOf(last).end },
        message: `This is left out of the page: the table has ${columns} columns, and this row has more cells`,
        hint: 'write `\\|` for a `|` that is part of a text, also in code, or add a column to the head',
      },
    ]
  })
}

const NEAR: readonly (readonly [RegExp, string, string])[] = [
  [
    /\([^()[\]\n]+\)\[[^\][\s]*(?:\/|\.md\b|#)[^\][\s]*\]/g,
    'This is not a link: the brackets and parentheses are exchanged',
    'write `[text](address)`',
  ],
  [
    /\[[^\][\n]+\] \((?:\.{1,2}\/|#|\/)?[^()\s]*(?:\.md|#[\w-]+|\/)\)/g,
    'This is not a link: there is a space between the brackets and the parentheses',
    'remove the space: `[text](address)`',
  ],
  [
    /(?<![\w\]\\])\[(?=[^\][\n]*[a-z] )[^\][\n]+\]\[[\w -]+\]/g,
    'This is not a link: its reference is defined nowhere',
    'write `[text](address)`, or define it below: `[reference]: address`',
  ],
  [
    /(?<=[\p{L}\d.,;:!?)])\[\^[\w-]{1,20}\](?![:([*+{])/gu,
    'This is not a footnote: its text is defined nowhere',
    'define it below: `[^1]: the text`, or remove it',
  ],
  [
    /\{\{[<%]\s*\/?[\w-]+(?![^\n]*[>%]\}\})/g,
    'This shortcode is never closed: it is shown as text',
    'write `>}}`, or `%}}` if it begins with `{{%`',
  ],
]

function nearLinks(node: Text): Loss[] {
  const { value } = node
  if (!/\[|\{\{/.test(value)) return []
  const whole = rangeOf(node)
  // Without escapes, the characters of the text are those of the file.
  const isPlain = whole.end - whole.start === value.length
  return NEAR.flatMap(([pattern, message, hint]) =>
    [...value.matchAll(pattern)].map(({ 0: text, index }) => ({
      range: isPlain ? { start: whole.start + index, end: whole.start + index + text.length } : whole,
      message,
      hint,
      severity: 'info' as const,
    })),
  )
}

/** `##Meaning`: GitHub's Markdown wants a space. */
function nearHeading({ children: [first] }: Paragraph): Loss[] {
  const [marks] = (first?.type === 'text' && /^#{2,6}(?=[\p{L}\d])/u.exec(first.value)) || []
  if (first === undefined || marks === undefined) return []
  const { start } = rangeOf(first)
  return [
    {
      range: { start, end: start + marks.length },
      message: `This is not a heading: a space is missing after \`${marks}\``,
      hint: `write \`${marks} \``,
    },
  ]
}

/** A comment that hides the rest of the page. */
function endless(node: Html, open: Range[]): Loss[] {
  const { start } = rangeOf(node)
  if (/^\s*<!--/.test(node.value)) {
    if (node.value.includes('-->')) return []
    const at = start + node.value.indexOf('<!--')
    return [
      {
        range: { start: at, end: at + '<!--'.length },
        message: 'This comment is never closed: nothing below it is on the page',
        hint: 'write `-->` where it ends',
      },
    ]
  }
  const plain = node.value.replace(/<!--.*?-->/gs, (comment) => ' '.repeat(comment.length))
  for (const { 0: tag, 1: slash, index } of plain.matchAll(/<(\/?)details\b[^>]*>/gi)) {
    if (slash) open.pop()
    else open.push({ start: start + index, end: start + index + tag.length })
  }
  return []
}
