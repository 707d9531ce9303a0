/** Which stylesheets a page loads: that of every page, then those for what this one has. */
import type { FrameView } from './view.ts'

/** A project's own stylesheet, loaded after the theme's. */
export const CUSTOM_STYLE = 'custom.css'

/**
 * In: the kind and the language of a page, and its text as far as it may have drawings. Out: names of assets, in order.
 * `more.css` is that of lists and of what scripts add: the page of a runbook loads it when it is needed.
 */
export function stylesOf({ kind, lang }: Pick<FrameView, 'kind' | 'lang'>, text: string): string[] {
  const draws = (name: string): boolean => text.includes(`<figure class="${name}"`)
  return [
    'style.css',
    ...(kind === 'page' || kind === 'tests' ? [] : ['more.css']),
    ...(draws('picture') ? ['pictures.css'] : []),
    ...(draws('diagram') ? ['diagrams.css'] : []),
    ...(/^(?:ja|ko|zh)\b/i.test(lang) ? ['cjk.css'] : []),
    CUSTOM_STYLE,
  ]
}
