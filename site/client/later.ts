/**
 * Loads on demand what few visits need: the search results, the progress bar, the keys. That keeps pages small. The two
 * scripts share no state: the second receives everything it needs from this page.
 */
import { make } from './dom.ts'
import type { Incident } from './incident.ts'
import { fact, labels, matchers } from './labels.ts'
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

export const incident: Incident = { labels, fact, matchers }
