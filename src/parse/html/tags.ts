/** Decides which raw HTML is HTML: any other text between `<` and `>` is a placeholder and must stay visible. */

/** Elements of the HTML standard that a runbook may contain, or try to. */
const TAGS = new Set(
  `a abbr address article aside audio b base bdi bdo blockquote body br button canvas caption center cite code col
colgroup data datalist dd del details dfn dialog div dl dt em embed fieldset figcaption figure font footer form frame
frameset h1 h2 h3 h4 h5 h6 head header hgroup hr html i iframe img input ins kbd label legend li link main map mark
marquee math menu meta meter nav nobr noscript object ol optgroup option output p param picture pre progress q rp rt
ruby s samp script search section select slot small source span strike strong style sub summary sup svg table tbody td
template textarea tfoot th thead time title tr track tt u ul var video wbr`.split(/\s+/),
)

/** The tag's name in lower case, `!` for comments and declarations; undefined for anything else. */
export function tagName(html: string): string | undefined {
  const match = /^\s*<\/?([A-Za-z][A-Za-z0-9_.:-]*|!|\?)/.exec(html)
  return match?.[1]?.toLowerCase()
}

export function isKnownTag(tag: string): boolean {
  return tag === '!' || tag === '?' || TAGS.has(tag)
}
