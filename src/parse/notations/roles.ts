/**
 * Roles of MyST: code behind a name in braces, `` {ref}`Title <label>` ``. Those that lead somewhere become links, of others the name
 * is left out. In: a Markdown tree, changed in place.
 */
import type { InlineCode, Link, Nodes, PhrasingContent, Root, Text } from 'mdast'
import { rangeOf } from '../outline.ts'
import { walk } from '../walk.ts'
import { isOwn } from './wiki-links.ts'

/** At the end of the text before the code. */
const ROLE = /\{([a-z][a-z0-9:-]*)\}$/
/** `Title <target>`: what is at its end is found first, so that nothing is read twice. */
export function titledTarget(written: string): { title: string | undefined; target: string } {
  const found = /<([^<>]+)>$/.exec(written)
  if (!found || written.length > LONGEST) return { title: undefined, target: written }
  return { title: written.slice(0, found.index).trim() || undefined, target: found[1]! }
}

/** A longer line is neither a title nor a target. */
const LONGEST = 2000
const LINKS = /^(?:ref|numref|doc|download)$/
const TEXTS = /^(?:term|abbr|guilabel|menuselection|dfn|index)$/
const CODES =
  /^(?:code|command|file|kbd|literal|program|option|envvar|samp|(?:\w+:)?(?:class|func|meth|mod|attr))$/

/** A link to such a target. Without a title, one to a page of the site shows the title of that. */
export function linkTo(
  { title, target }: ReturnType<typeof titledTarget>,
  url: string,
  position: Link['position'],
  ofText: Link['position'] = position,
): Link {
  const text: Text = { type: 'text', value: title ?? target, position: ofText }
  return { type: 'link', url, children: title || !isOwn(url) ? [text] : [], position }
}

export function expandRoles(root: Root, source: string): void {
  if (!/\{[a-z][a-z0-9:-]*\}`/.test(source)) return
  walk<Nodes>(root, (node, index, parent) => {
    const before = parent?.children[index - 1]
    if (node.type !== 'inlineCode' || before?.type !== 'text') return undefined
    const [written, name] = ROLE.exec(before.value) ?? []
    const made = name === undefined || !before.position ? undefined : madeOf(name, node, written!.length)
    if (!made) return undefined
    before.value = before.value.slice(0, -written!.length)
    ;(parent!.children as PhrasingContent[])[index] = made
    return 'skip'
  })
}

function madeOf(name: string, node: InlineCode, length: number): PhrasingContent | undefined {
  if (CODES.test(name)) return node
  const titled = titledTarget(node.value)
  if (TEXTS.test(name)) return { type: 'text', value: titled.title ?? node.value, position: node.position! }
  if (!LINKS.test(name)) return undefined
  const { start, end } = node.position!
  const position = {
    start: { ...start, offset: rangeOf(node).start - length, column: start.column - length },
    end,
  }
  const url = titled.target.trim()
  return linkTo(titled, /ref$/.test(name) ? `#${url}` : url, position, node.position)
}
