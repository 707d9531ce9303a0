/**
 * Shortcodes of other people's themes: `{{< tab "Linux" >}}` … `{{< /tab >}}`. What they make is unknown here, but what they are around
 * is known. In: the shortcodes of a page. Out: which belong together, and what takes the place of a marker.
 */
import { blank, type Range } from '../../text/source.ts'
import { titleLine } from './title-line.ts'

export interface Shortcode {
  readonly name: string
  readonly range: Range
  /** Arguments as written, without quotes, with their ranges. */
  readonly args: readonly { readonly value: string; readonly range: Range }[]
  readonly closing: boolean
  /** Inside a link's target: `[text]({{< ref "page.md" >}})`. */
  readonly inTarget: boolean
  /** Markdown reads it: as a fence around code, or as an image. */
  readonly isMarkdown?: true
}

/** Shortcodes with a meaning of their own. */
export const KNOWN: ReadonlySet<string> = new Set(['rule', 'comment', 'ref', 'relref', 'param', 'toc'])

/** Notes of the themes: a callout is around their text. */
const NOTES = /^(?:hint|note|notice|alert|admonition|callout|tip|info|important|warning|caution|danger)$/
export const isNote = ({ name }: Shortcode): boolean => NOTES.test(name)

/** Around Markdown in every theme: nothing is lost without them but a way to fold or to switch. */
const CONTAINERS =
  /^(?:details|expand|collapse|accordion|tabs?|tab-?(?:pane|group|content)|steps?|columns?|grid|cards?|section)$/
export const isContainer = ({ name }: Shortcode): boolean => CONTAINERS.test(name)

/** Around text that is no Markdown. */
const CODE = /^(?:highlight|mermaid)$/
export const isCode = ({ name }: Shortcode): boolean => CODE.test(name)

/** Named arguments, and under `''` the first one without a name. */
export function argumentsByName({ args }: Shortcode): ReadonlyMap<string, string> {
  const named = new Map<string, string>()
  for (let at = 0; at < args.length; at++) {
    const [, key, value] = /^(\w+)=(.*)$/.exec(args[at]!.value) ?? []
    if (key === undefined) {
      if (!named.has('')) named.set('', args[at]!.value)
    } else named.set(key, value !== '' ? value! : (args[++at]?.value ?? ''))
  }
  return named
}

/** What a container is called. */
function titleOf(shortcode: Shortcode): string {
  const named = argumentsByName(shortcode)
  return ['title', 'name', 'summary', 'header', 'label', ''].map((key) => named.get(key)).find(Boolean) ?? ''
}

/**
 * Text of the same length for the marker of a pair that has a line for itself; undefined leaves the marker to others.
 * `between`: the text inside the pair.
 */
export function lineFor(
  shortcode: Shortcode,
  partner: Shortcode,
  written: string,
  between: string,
): string | undefined {
  if (isNote(shortcode) || KNOWN.has(shortcode.name)) return undefined
  if (isCode(shortcode)) {
    const fence = between.includes('```') ? '~~~' : '```'
    if (between.includes(fence)) return undefined
    const opening = shortcode.closing ? partner : shortcode
    const language = shortcode.name === 'mermaid' ? 'mermaid' : (opening.args[0]?.value ?? '')
    const line = shortcode.closing || !/^[\w#+.-]*$/.test(language) ? fence : fence + language
    return line.length <= written.length ? line.padEnd(written.length) : undefined
  }
  return (shortcode.closing ? undefined : titleLine(titleOf(shortcode), written)) ?? blank(written)
}

const IMAGES = /^(?:figure|img|image)$/

/** An image in Markdown, with its caption behind it, as long as the shortcode: its address stays where it is written, if there is room. */
export function imageLine(shortcode: Shortcode, written: string): string | undefined {
  if (!IMAGES.test(shortcode.name) || shortcode.closing) return undefined
  const named = argumentsByName(shortcode)
  const address = named.get('src') ?? named.get('')
  if (address === undefined || !/^[^\s()<>]+$/.test(address)) return undefined
  const alt = named.get('alt') ?? ''
  const caption = named.get('caption') ?? named.get('title') ?? ''
  const opening = `![${/[[\]\\]/.test(alt) ? '' : alt}](`
  const rest = `)${caption === '' ? '' : ` ${caption}`}`
  const at = shortcode.args.find(({ value }) => value === address || value === `src=${address}`)?.range
  const inPlace = at && `${opening.padEnd(at.end - address.length - shortcode.range.start)}${address}${rest}`
  const line = [inPlace, opening + address + rest].find(
    (one) => one !== undefined && one.length <= written.length,
  )
  return line?.padEnd(written.length)
}
