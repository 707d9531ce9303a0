/** What notes of all notations become: GitHub's callouts, with their titles. */

import type { Nodes, Paragraph, PhrasingContent, Text } from 'mdast'
import { own } from '../../text/own.ts'

/** Kinds of MkDocs, Docusaurus and their themes → GitHub's callouts. */
export const KINDS: Readonly<Record<string, string>> = {
  tip: 'TIP',
  hint: 'TIP',
  success: 'TIP',
  check: 'TIP',
  done: 'TIP',
  important: 'IMPORTANT',
  example: 'NOTE',
  warning: 'WARNING',
  caution: 'WARNING',
  attention: 'WARNING',
  danger: 'CAUTION',
  error: 'CAUTION',
  failure: 'CAUTION',
  fail: 'CAUTION',
  bug: 'CAUTION',
}

export const firstText = (node: Nodes | undefined): Text | undefined => {
  const text = node?.type === 'paragraph' ? node.children[0] : undefined
  return text?.type === 'text' ? text : undefined
}

/** A bold title, with the position of its block: trees are searched by position. */
export const bold = (value: string, { position }: Nodes): PhrasingContent => ({
  type: 'strong',
  children: [{ type: 'text', value, ...(position && { position }) }],
  ...(position && { position }),
})

/** The blocks, headed by the callout's marker and title. */
export function callout(
  blocks: Nodes[],
  text: Text,
  kind: string,
  title: string,
  rest: string,
  name: string = own(KINDS, kind) ?? 'NOTE',
): Nodes[] {
  const marker = { ...text, value: `[!${name}]\n` }
  if (title !== '') return headed(blocks, [marker, bold(title, blocks[0]!)], { ...text, value: rest })
  const paragraph = blocks[0] as Paragraph
  return [
    { ...paragraph, children: [marker, ...below(paragraph, { ...text, value: rest })] },
    ...blocks.slice(1),
  ]
}

/** The blocks below a paragraph of their own; `rest`: what is left of the first text. */
export function headed(blocks: Nodes[], head: PhrasingContent[], rest: Text): Nodes[] {
  const paragraph = blocks[0] as Paragraph
  const inner = below(paragraph, rest)
  return [
    { ...paragraph, children: head },
    ...(inner.length > 0 ? [{ ...paragraph, children: inner }] : []),
    ...blocks.slice(1),
  ]
}

const below = ({ children }: Paragraph, rest: Text): PhrasingContent[] =>
  [rest, ...children.slice(1)].filter((one) => one.type !== 'text' || one.value !== '')
