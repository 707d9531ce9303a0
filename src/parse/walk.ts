/**
 * Walks a tree in order, parents before children. Not `unist-util-visit`: every source is walked several times, and its
 * generality (tests, ancestors, named visitors) took a fifth of a cold build.
 */

interface Node {
  readonly type: string
}

interface Branch<N extends Node> {
  children?: N[]
}

/**
 * A visitor's answer: skip the node's children, or continue at this index among its siblings, skipping the children
 * too.
 */
export type Step = 'skip' | number | undefined

/** Calls `visitor` for every node below and including `root`; `index` and `parent` are undefined for the root. */
export function walk<N extends Node>(
  root: N,
  visitor: (node: N, index: number, parent: (N & { children: N[] }) | undefined) => Step,
): void {
  if (visitor(root, 0, undefined) !== 'skip') walkChildren(root, visitor)
}

function walkChildren<N extends Node>(
  parent: N & Branch<N>,
  visitor: (node: N, index: number, parent: (N & { children: N[] }) | undefined) => Step,
): void {
  const { children } = parent
  if (!children) return
  for (let index = 0; index < children.length; index++) {
    const step = visitor(children[index]!, index, parent as N & { children: N[] })
    if (typeof step === 'number') index = step - 1
    else if (step !== 'skip') walkChildren(children[index]!, visitor)
  }
}
