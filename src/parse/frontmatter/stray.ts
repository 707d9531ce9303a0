/** Keys of a frontmatter in the text of a page: to Markdown they are a heading, a paragraph or code. */
import type { Nodes, Root } from 'mdast'
import { FRONTMATTER_KEYS } from '../../frontmatter-keys.ts'
import type { Diagnostic } from '../../model.ts'
import { linesOf } from '../../text/source.ts'
import { rangeOf } from '../outline.ts'
import { walk } from '../walk.ts'
import { isHead } from './block.ts'

/** A line of marks, as around the frontmatter of other tools. */
const MARKS = /^(?:[-–—]{2,}|;{3,}|%{3,}|\*{3,}|={3,}|~{3,}|\+{3,})[ \t]*(?:json|ya?ml|toml)?[ \t]*$/i

/** Reports the first of them; `hasHead`: the page has a frontmatter that is read. */
export function strayFrontmatter(root: Root, text: string, file: string, hasHead: boolean): Diagnostic[] {
  let found: Nodes | undefined
  walk<Nodes>(root, (node) => {
    if (!found && node.type === 'heading' && isUnderlined(linesIn(node, text))) found = node
    return undefined
  })
  found ??= hasHead ? undefined : atTop(root, text)
  if (!found) return []
  const { start } = rangeOf(found)
  const end = text.slice(start).search(/[\r\n]|$/) + start
  return [
    {
      file,
      range: { start, end },
      code: 'frontmatter-shape',
      severity: 'error',
      message: hasHead
        ? 'These keys are below the frontmatter: they are not read'
        : 'These look like keys of a frontmatter, but are in the text: they are not read',
      hint: hasHead
        ? 'move them into the frontmatter, above its closing `---`'
        : 'put them on the first lines of the file, between two `---` lines',
    },
  ]
}

/** Its lines, without the marks of a quote. */
const linesIn = (node: Nodes, text: string): string[] => {
  const { start, end } = rangeOf(node)
  return linesOf(text.slice(start, Math.min(end, start + 4000))).map((line) =>
    line.replace(/^(?:[ \t]*>)+[ \t]?/, ''),
  )
}

const ours = (lines: readonly string[]): number =>
  lines.filter((line) => Object.hasOwn(FRONTMATTER_KEYS, /^\w+(?=[ \t]*[:=])/.exec(line)?.[0] ?? '')).length

const allKeys = (lines: readonly string[]): boolean =>
  lines.length > 0 && (lines.every((line) => isHead(line, ':')) || lines.every((line) => isHead(line, '=')))

/** A heading that is keys over a line of dashes: the second line of a frontmatter, to Markdown. */
function isUnderlined(lines: readonly string[]): boolean {
  if (lines.length < 2 || !/^ {0,3}-+[ \t]*$/.test(lines.at(-1)!)) return false
  const keys = lines.slice(MARKS.test(lines[0]!) ? 1 : 0, -1)
  return isJson(keys) || (allKeys(keys) && ours(keys) > 0)
}

const isJson = (lines: readonly string[]): boolean =>
  /^\s*\{/.test(lines[0] ?? '') &&
  Object.hasOwn(FRONTMATTER_KEYS, /"(\w+)"[ \t]*:/.exec(lines.join('\n'))?.[1] ?? '')

/** Before any heading: keys between other marks or without any, or in code. */
function atTop({ children }: Root, text: string): Nodes | undefined {
  for (const [index, node] of children.entries()) {
    if (node.type === 'heading' || index > 3) return undefined
    if (node.type === 'code' && /^(?:ya?ml|toml|json)?$/i.test(node.lang ?? '')) {
      const lines = node.value.split('\n')
      const keys = lines.filter((line) => line.trim() !== '' && !MARKS.test(line))
      if (MARKS.test(lines[0]!) && allKeys(keys) && ours(keys) > 0) return node
    }
    if (node.type !== 'paragraph') continue
    const lines = linesIn(node, text)
    const keys = lines.filter((line) => !MARKS.test(line))
    const isMarked = keys.length < lines.length || children[index - 1]?.type === 'thematicBreak'
    if (allKeys(keys) && ours(keys) >= (isMarked ? 1 : 2)) return node
  }
  return undefined
}
