/** V8's settings for what is ahead. */
import { setFlagsFromString } from 'node:v8'

interface Settings {
  /** Bytes of code that a function runs before it is looked at. */
  readonly budget: number
  /** How much larger the space for new objects becomes when it is too small. */
  readonly growth: number
}

type Run = 'usual' | 'short' | 'busy'

const SETTINGS: Readonly<Record<Run, Settings>> = {
  usual: { budget: 67_584, growth: 2 },
  // Most of what runs once is not worth optimising; memory that is touched for the first time costs more than to
  // collect garbage from a small space again and again.
  short: { budget: 528_000, growth: 1 },
  // All threads work, and none is idle to optimise: only the hottest functions are worth it.
  busy: { budget: 528_000, growth: 2 },
}

/**
 * Sets V8 up for what is ahead: a short run (little changed since the last build), which the parser or the writer
 * finds out to be a long one, or work on all threads. Compiled code fits the settings under which it was made: ours is
 * loaded and kept under the usual ones, and Node's own modules load best before they are changed.
 */
export function tuneFor(run: Run): void {
  // The flags and their usual values are those of Node 20; later versions compile in another way.
  if (!process.versions.v8.startsWith('11.')) return
  const { budget, growth } = SETTINGS[run]
  setFlagsFromString(`--interrupt-budget=${budget}`)
  setFlagsFromString(`--semi-space-growth-factor=${growth}`)
}
