/**
 * Lines withheld from the Markdown parser, which looks at every character several times: those of the frontmatter,
 * whose end it needs to know, and blank ones, such as Hugo's comments leave.
 */
import type { Nodes, Root } from 'mdast'
import { lineStarts, type Range, replaced } from '../text/source.ts'
import { walk } from './walk.ts'

/**
 * The lines between the frontmatter's markers, without null characters or other line ends: those would not survive the
 * cut.
 */
const OPENING = '---\n'
const CLOSING = /^---[ \t]*(?:\n|$(?![\s\S]))/gm

export function yamlLines(source: string): Range | undefined {
  if (!source.startsWith(OPENING)) return undefined
  const start = OPENING.length
  // A search: a pattern for all lines overflows the stack of V8's regular expressions where there are millions.
  CLOSING.lastIndex = start
  const end = CLOSING.exec(source)?.index ?? start
  return end === start || /[\0\r]/.test(source.slice(start, end)) ? undefined : { start, end }
}

/** The whole lines of a range except the first, which stays as the blank line that ends the block above. */
export function blankLines(source: string, { start, end }: Range): Range[] {
  const first = source.indexOf('\n', start) + 1
  const second = first === 0 ? 0 : source.indexOf('\n', first) + 1
  const last = source.lastIndexOf('\n', end - 1) + 1
  return second > 0 && second < last ? [{ start: second, end: last }] : []
}

/** The text without the lines. */
export const without = (source: string, cuts: readonly Range[]): string => replaced(source, cuts, () => '')

type Point = NonNullable<Nodes['position']>['start']

/** Maps positions in the shortened text back to the source. */
export function moveBack(root: Root, source: string, cuts: readonly Range[]): void {
  const counts = cuts.map(({ start, end }) => lineStarts(source.slice(start, end)).length - 1)
  const move = (point: Point): void => {
    for (const [index, { start, end }] of cuts.entries()) {
      if (point.offset! < start) return
      point.offset! += end - start
      point.line += counts[index]!
    }
  }
  walk<Nodes>(root, ({ position }) => {
    if (!position) return
    move(position.start)
    move(position.end)
  })
}

/**
 * Whether the cut lines really were just blank: a paragraph of the page itself had ended above them, so no code, HTML
 * or list was open to which they could belong.
 */
export function sayNothing(root: Root, { start }: Range): boolean {
  const above = root.children.findLast(({ position }) => position!.start.offset! < start)
  return above?.type === 'paragraph' && above.position!.end.offset! < start
}
