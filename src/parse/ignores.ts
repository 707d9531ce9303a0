/** `<!-- alertbook-ignore CODE: reason -->` in Markdown → ignores. */
import type { Nodes, Parents, Root } from 'mdast'
import type { Diagnostic, Ignore } from '../model.ts'
import { commentsIn } from '../text/comments.ts'
import type { Range } from '../text/source.ts'
import { rangeOf } from './outline.ts'
import { ignoreIn } from './rules/ignores.ts'
import { walk } from './walk.ts'

const OURS = /^<!--\s*alertbook-ignore\b/

/**
 * An ignore applies to the next block. If that is a heading, it applies to its section; above the page's title, to the
 * page.
 */
function scopeAfter(parent: Parents, index: number, source: string): Range {
  const next = parent.children
    .slice(index + 1)
    .find((node: Nodes) => node.type !== 'html' || !COMMENT_ONLY.test(node.value))
  if (!next) return { start: 0, end: 0 }
  const { start, end } = rangeOf(next)
  if (next.type !== 'heading') return { start, end }
  const after = parent.children.slice(parent.children.indexOf(next as never) + 1)
  const close = after.find((node: Nodes) => node.type === 'heading' && node.depth <= next.depth)
  return { start, end: close ? rangeOf(close).start : source.length }
}

const COMMENT_ONLY = /^\s*<!--[\s\S]*-->\s*$/

/** Reads the ignores of a tree; reports one that names no check or gives no reason. */
export function readIgnores(
  root: Root,
  source: string,
  file: string,
): { ignores: Ignore[]; diagnostics: Diagnostic[] } {
  const ignores: Ignore[] = []
  const diagnostics: Diagnostic[] = []
  if (!source.includes('alertbook-ignore')) return { ignores, diagnostics }
  walk<Nodes>(root, (node, index, parent) => {
    if (node.type !== 'html') return
    const { start } = rangeOf(node)
    for (const comment of commentsIn(node.value)) {
      const written = node.value.slice(comment.start, comment.end)
      const opening = OURS.exec(written)?.[0]
      if (opening === undefined) continue
      const range = { start: start + comment.start, end: start + comment.end }
      const body = written.slice(opening.length, -'-->'.length)
      const read = ignoreIn(body, file, range, (said) => `<!-- ${said} -->`)
      if ('message' in read) diagnostics.push(read)
      else ignores.push({ ...read, scope: parent ? scopeAfter(parent as Parents, index, source) : range })
    }
  })
  return { ignores, diagnostics }
}
