/**
 * What the first screen does without comes when the reader first moves, so that it is mostly there when a tap asks for
 * it: copying, ticks, keys, the list of the search. A page is small that way. The two scripts share no state: what the
 * other one needs of this page is handed over.
 */
import { make } from './dom.ts'
import type { Incident } from './incident.ts'
import type * as More from './more.ts'

let loaded: Promise<typeof More> | undefined

/** Loads the script once; rejects if that fails, and the next call tries again. */
export function later(): Promise<typeof More> {
  const { more = 'assets/more.js', look } = document.documentElement.dataset
  loaded ??= Promise.all([
    import(new URL(more, location.href).href) as Promise<typeof More>,
    look === undefined ? undefined : styled(look),
  ]).then(
    ([script]) => script,
    (error: unknown) => {
      loaded = undefined
      throw error
    },
  )
  return loaded
}

const MOVES = ['pointermove', 'pointerdown', 'wheel', 'keydown', 'focusin']

/** Loads it when the reader first moves; where that fails, what is asked for asks again. */
export function onFirstMove(incident: Incident): void {
  const first = (): void => {
    for (const kind of MOVES) removeEventListener(kind, first)
    later().then(({ arrive }) => arrive(incident), listen)
  }
  const listen = (): void => {
    for (const kind of MOVES) addEventListener(kind, first, { passive: true })
  }
  listen()
}

/** Calls back once a fold is opened; where that fails, when it is opened the next time. */
export function onOpen(fold: HTMLElement, act: (more: typeof More) => unknown): void {
  const open = (): void => {
    later()
      .then(act)
      .catch(() => onOpen(fold, act))
  }
  fold.addEventListener('toggle', open, { once: true })
}

/**
 * Loads its stylesheet before the project's own, which has the last word. Without it everything works, but looks plain.
 */
function styled(address: string): Promise<unknown> {
  const link = make('link', { rel: 'stylesheet', href: address })
  const done = new Promise((resolve) => {
    link.addEventListener('load', resolve)
    link.addEventListener('error', resolve)
  })
  document.querySelector('link[rel=stylesheet]')?.after(link)
  return done
}
