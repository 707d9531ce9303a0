/** Which stylesheets a page loads: that of every page, then those for what this one has. */
import type { FrameView } from './view.ts'

/** A project's own stylesheet, loaded after the theme's. */
const CUSTOM_STYLE = 'custom.css'

/** What `prose.css` is for. */
const PROSE =
  /<(?:hr|h[4-6]|blockquote)\b|class="(?:task-list-item|footnotes|former|subtitle)|<div class="rule"/

/**
 * In: the kind and the language of a page, and its text as far as it may have what few pages have. Out: names of assets, in order.
 * `more.css` is that of lists and of what scripts add: the page of a runbook loads it when it is needed.
 */
export function stylesOf({ kind, lang }: Pick<FrameView, 'kind' | 'lang'>, text: string): string[] {
  const draws = (name: string): boolean => text.includes(`<figure class="${name}"`)
  return [
    'style.css',
    ...(kind === 'page' || kind === 'tests' || kind === 'rules' ? [] : ['more.css']),
    ...(PROSE.test(text) ? ['prose.css'] : []),
    ...(draws('picture') ? ['pictures.css'] : []),
    ...(draws('diagram') ? ['diagrams.css'] : []),
    ...(/^(?:ja|ko|zh)\b/i.test(lang) ? ['cjk.css'] : []),
    CUSTOM_STYLE,
  ]
}
