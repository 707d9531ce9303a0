/** Groups values by a key, and counts them. */

/** The values of each key; keys and values keep the order of the input. */
export function groupBy<K, V>(values: Iterable<V>, keyOf: (value: V) => K): Map<K, V[]> {
  const groups = new Map<K, V[]>()
  for (const value of values) {
    const key = keyOf(value)
    const group = groups.get(key)
    if (group) group.push(value)
    else groups.set(key, [value])
  }
  return groups
}

/** How often each value occurs, in the order of the input. */
export function counted<T>(values: Iterable<T>): Map<T, number> {
  const counts = new Map<T, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  return counts
}

/** Each value with its number, most frequent first. */
export const mostFrequent = <T>(values: Iterable<T>): [value: T, times: number][] =>
  [...counted(values)].sort((a, b) => b[1] - a[1])
