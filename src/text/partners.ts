/** Marks that belong together, as tags do. */
export interface Mark {
  readonly name: string
  readonly closing: boolean
}

/**
 * The number of the other mark of each pair, by the number of either. A closing mark ends the last open one of its name, and
 * leaves all that were opened in between without a partner. Takes time by the number of marks, whatever they are.
 */
export function partners(marks: readonly Mark[]): ReadonlyMap<number, number> {
  const pairs = new Map<number, number>()
  const open: number[] = []
  const counts = new Map<string, number>()
  const count = (name: string, more: number): number => {
    const all = (counts.get(name) ?? 0) + more
    counts.set(name, all)
    return all
  }
  for (const [index, { name, closing }] of marks.entries()) {
    if (!closing) {
      open.push(index)
      count(name, 1)
      continue
    }
    let isOpen = count(name, 0) > 0
    while (isOpen) {
      const last = open.pop()!
      const opened = marks[last]!.name
      count(opened, -1)
      if (opened !== name) continue
      pairs.set(last, index).set(index, last)
      isOpen = false
    }
  }
  return pairs
}
