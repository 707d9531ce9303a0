/**
 * Mermaid diagrams as SVG, drawn while building: pages need no script for them, and nothing that a strict
 * policy forbids. The renderer is heavy, so it is loaded only when a book has a diagram.
 */

/** Loads the renderer. The function it returns gives undefined for what cannot be drawn. */
export async function loadDiagrams(): Promise<(source: string, id: string) => string | undefined> {
  const { renderMermaidSVG } = await import('beautiful-mermaid')
  return (source, id) => {
    try {
      return enlarged(cleanSvg(renderMermaidSVG(source, { transparent: true, padding: 8 }), id))
    } catch {
      // Not a kind of diagram it knows, or not one at all: the page shows the text.
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

/** The renderer writes at 11 to 13 px; beside the text of a page that is small. */
const SCALE = 1.15

const enlarged = (svg: string): string =>
  svg.replace(/<svg[^>]*>/, (tag) =>
    tag.replace(
      /( (?:width|height)=")([\d.]+)/g,
      (_, name: string, size: string) => name + String(Math.round(Number(size) * SCALE)),
    ),
  )

/**
 * Keeps of an SVG only elements and attributes that draw, with harmless values: no style, no script, no link.
 * Its ids and references get a prefix. The colours are custom properties that the stylesheet sets.
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

/** A tenth of a pixel is enough, and makes pages smaller. */
const rounded = (value: string): string =>
  value.replace(/\d+\.\d{2,}/g, (number) => String(Math.round(Number(number) * 10) / 10))
