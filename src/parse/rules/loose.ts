/** Rules outside of code: the fence was forgotten, or has too few marks. */
import type { Nodes } from 'mdast'
import { rangeOf } from '../outline.ts'
import type { StrayRule } from './stray.ts'

/** Nodes that the content of a forgotten fence becomes. */
const TYPES: ReadonlySet<string> = new Set(['paragraph', 'html', 'heading'])

// In HTML, tags may come before it: `<pre><code>alert: A`.
const KEY = (name: string): string => `^[ \\t>]*(?:<[^<>\\n]*>)*(?:[-*+] +)?["']?${name}["']?[ \\t]*:[ \\t]+`
const NAME = new RegExp(`${KEY('(?:alert|record)')}\\S+[ \\t]*$`, 'm')
const EXPRESSION = new RegExp(`${KEY('expr')}\\S`, 'm')

/** The rule in a node other than code; undefined where there is none. */
export function looseRule(node: Nodes, source: string): StrayRule | undefined {
  if (!TYPES.has(node.type) || node.position === undefined) return undefined
  const range = rangeOf(node)
  const text = source.slice(range.start, range.end)
  const name = NAME.exec(text)
  const expression = EXPRESSION.exec(text)
  // In one piece: no blank line between the two keys.
  if (!name || !expression) return undefined
  const [first, last] =
    name.index < expression.index ? [name.index, expression.index] : [expression.index, name.index]
  if (/\n[ \t]*\n/.test(text.slice(first, last))) return undefined
  const isComment = node.type === 'html' && text.startsWith('<!--')
  // A fence inside HTML is reported elsewhere (`hiddenRules`).
  if (node.type === 'html' && !isComment && /```|~~~/.test(text)) return undefined
  const line = text.indexOf('\n', last)
  const start = range.start + first + /^[ \t>]*/.exec(text.slice(first))![0].length
  return {
    range: { start, end: range.start + (line < 0 ? text.length : line) },
    message: `This rule is in ${isComment ? 'a comment' : 'the text'}: it is not compiled`,
    hint: isComment
      ? 'move it out of the comment into a ```yaml fence, or a ```yaml example fence only to show it'
      : 'write ```yaml on a line of its own above it and ``` below; write ```yaml example only to show it',
    alerts: [/:\s+["']?([^\s"']+)/.exec(name[0])![1]!],
    ...(isComment && { meant: true as const }),
  }
}
