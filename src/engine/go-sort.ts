/** Go's `sort.Sort`. */

/** The longest list that Go sorts by insertion. There even an inconsistent order has one definite result. */
const insertionLimit = 12

/**
 * Sorts a list in place. `less` may be true both ways (NaN is before everything): Go's insertion sort handles that in
 * one definite way. In longer lists, the order of equal elements may differ from Go's.
 */
export function goSort<T>(list: T[], less: (a: T, b: T) => boolean): T[] {
  if (list.length > insertionLimit) {
    return list.sort((a, b) => {
      const isBefore = less(a, b)
      return isBefore === less(b, a) ? 0 : isBefore ? -1 : 1
    })
  }
  for (let i = 1; i < list.length; i++) {
    for (let j = i; j > 0 && less(list[j] as T, list[j - 1] as T); j--) {
      const swapped = list[j] as T
      list[j] = list[j - 1] as T
      list[j - 1] = swapped
    }
  }
  return list
}
