/** How far V8 lets the heap grow before it looks for garbage in all of it. */
import type * as V8 from 'node:v8'

/**
 * Beyond what was left after the last collection, in percent: V8 itself allows three or four times that, and the garbage of
 * a large book then takes more memory than the book.
 */
const GROWTH = '--heap-growing-percent=30'

/** Half of the space for new objects, in MiB: Node 24 lets it grow to 32 on each thread. 4 takes no more processor time than 8. */
const NEW_SPACE = 4

const v8 = (): typeof V8 => process.getBuiltinModule('node:v8')

/**
 * For a first build of a large book: 811 to 615 MiB at 11,090 pages, for 1 % of its processor time (Node 20). Called before
 * other threads start, which take over the size of the space for new objects.
 */
export function collectSooner(): void {
  v8().setFlagsFromString(GROWTH)
  v8().setFlagsFromString(`--min-semi-space-size=${NEW_SPACE}`)
  v8().setFlagsFromString(`--max-semi-space-size=${NEW_SPACE}`)
}

/** On this thread, which has started, the space can only be kept from growing once it is large enough. Called now and then. */
export function growNoMore(): void {
  const size =
    v8()
      .getHeapSpaceStatistics()
      .find(({ space_name }) => space_name === 'new_space')?.space_size ?? 0
  if (size >= (NEW_SPACE * 2) << 20) v8().setFlagsFromString('--semi-space-growth-factor=1')
}
