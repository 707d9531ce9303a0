/**
 * Mermaid diagrams as SVG, drawn at build time: pages need no script for them, and nothing that a strict policy
 * forbids. The renderer is large, so it is loaded only if a book has a diagram.
 */

/** Loads the renderer. The returned function gives undefined for diagrams that cannot be drawn. */
export async function loadDiagrams(): Promise<(source: string, id: string) => string | undefined> {
  const { renderMermaidSVG } = await import('beautiful-mermaid')
  return (source, id) => {
    try {
      return enlarged(cleanSvg(renderMermaidSVG(source, { transparent: true, padding: 8 }), id))
    } catch {
      // An unknown kind of diagram, or none: the page shows the text.
      return undefined
    }
  }
}

const TAGS = new Set(
  'svg g rect text tspan line polyline polygon path circle ellipse defs marker title'.split(' '),
)
const ATTRIBUTES = new Set(
  'viewBox width height x y x1 y1 x2 y2 dx dy cx cy r rx ry d points transform fill stroke stroke-width stroke-dasharray stroke-linejoin stroke-linecap opacity font-size font-weight font-style text-anchor dominant-baseline marker-start marker-end markerWidth markerHeight refX refY orient id class'.split(
    ' ',
  ),
)
const VALUE = /^[\w\s.,#%()+-]*$/

/** The renderer uses 11 to 13 px, which is small beside the text of a page. */
const SCALE = 1.15

const enlarged = (svg: string): string =>
  svg.replace(/<svg[^>]*>/, (tag) =>
    tag.replace(
      /( (?:width|height)=")([\d.]+)/g,
      (_, name: string, size: string) => name + String(Math.round(Number(size) * SCALE)),
    ),
  )

/**
 * Keeps only elements and attributes of an SVG that draw, with harmless values: no styles, scripts or links. Ids and
 * references get a prefix. Colours are custom properties set by the stylesheet.
 */
export function cleanSvg(svg: string, prefix: string): string {
  let open = 0
  return svg
    .replace(/<!--[\s\S]*?-->|<(style|script|foreignObject)\b[\s\S]*?<\/\1\s*>/gi, '')
    .replace(
      /<(\/?)([A-Za-z][\w-]*)((?:\s+[\w:-]+(?:="[^"]*")?)*)\s*(\/?)>|<|>/g,
      (whole, close, tag, attributes, empty) => {
        if (tag === undefined) return whole === '<' ? '&lt;' : '&gt;'
        if (!TAGS.has(tag)) return ''
        if (close) return `</${tag}>`
        const role = tag === 'svg' && open++ === 0 ? ' aria-hidden="true"' : ''
        return `<${tag}${role}${kept(attributes, prefix)}${empty ? '/' : ''}>`
      },
    )
    .replace(/\n\s*/g, '\n')
}

function kept(attributes: string, prefix: string): string {
  let out = ''
  for (const [, name, value] of attributes.matchAll(/\s([\w:-]+)="([^"]*)"/g)) {
    if (!ATTRIBUTES.has(name!) || !VALUE.test(value!)) continue
    if (name === 'id') out += ` id="${prefix}-${value}"`
    else if (value!.includes('url(')) out += reference(name!, value!, prefix)
    else out += ` ${name}="${rounded(value!)}"`
  }
  return out
}

function reference(name: string, value: string, prefix: string): string {
  const id = /^url\(#([\w-]+)\)$/.exec(value)?.[1]
  return id === undefined ? '' : ` ${name}="url(#${prefix}-${id})"`
}

/** Rounds to a tenth of a pixel, which makes pages smaller. */
const rounded = (value: string): string =>
  value.replace(/\d+\.\d{2,}/g, (number) => String(Math.round(Number(number) * 10) / 10))
