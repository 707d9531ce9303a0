/** Heaps as in Go's `container/heap`: the order of equal elements affects the answer. */
import { goSort } from '../go-sort.ts'

export type Less = (a: number, b: number) => boolean

export function pushHeap(heap: number[], item: number, less: Less): void {
  heap.push(item)
  let at = heap.length - 1
  while (at > 0) {
    const parent = (at - 1) >> 1
    if (!less(heap[at] as number, heap[parent] as number)) return
    swap(heap, at, parent)
    at = parent
  }
}

/** Replaces the first item. */
export function replaceTop(heap: number[], item: number, less: Less): void {
  heap[0] = item
  let at = 0
  for (;;) {
    let child = 2 * at + 1
    if (child >= heap.length) return
    if (child + 1 < heap.length && less(heap[child + 1] as number, heap[child] as number)) child++
    if (!less(heap[child] as number, heap[at] as number)) return
    swap(heap, at, child)
    at = child
  }
}

/** Removes the first item and adds another. */
export function popAndPush(heap: number[], item: number, less: Less): void {
  const last = heap.pop() as number
  if (heap.length > 0) replaceTop(heap, last, less)
  pushHeap(heap, item, less)
}

function swap(heap: number[], a: number, b: number): void {
  const item = heap[a] as number
  heap[a] = heap[b] as number
  heap[b] = item
}

/** Sorts in reverse: last first. */
export function sortHeap(heap: number[], less: Less): void {
  if (heap.length > 1) goSort(heap, (a, b) => less(b, a))
}
