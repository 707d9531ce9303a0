/**
 * Whether an SVG image may be published. An allow-list, because an image opened by itself is a page of the site, and
 * its scripts run as the site's own. Only checks; changes nothing.
 */

import { Copies, MAX_DRAWN } from './svg-copies.ts'

/** Elements that draw, describe or colour. No scripts, foreign content, animation or links. */
const ELEMENTS = new Set(
  `svg g defs symbol use title desc metadata path rect circle ellipse line polyline polygon text tspan textPath switch
marker linearGradient radialGradient stop pattern clipPath mask image style filter view solidcolor
feBlend feColorMatrix feComponentTransfer feComposite feConvolveMatrix feDiffuseLighting feDisplacementMap feDistantLight
feDropShadow feFlood feFuncA feFuncB feFuncG feFuncR feGaussianBlur feMerge feMergeNode feMorphology feOffset
fePointLight feSpecularLighting feSpotLight feTile feTurbulence`.split(/\s+/),
)

/** Private elements and attributes of drawing programs: plain data to a browser. */
const EDITORS = /^(?:sodipodi|inkscape|rdf|cc|dc|sketch|figma|serif|bx|krita|osb):[\w.-]+$/
const EDITOR_SPACES =
  /^https?:\/\/(?:sodipodi\.sourceforge\.net|www\.inkscape\.org|www\.w3\.org\/1999\/02\/22-rdf-syntax-ns#|creativecommons\.org|web\.resource\.org\/cc|purl\.org\/dc|www\.bohemiancoding\.com|www\.figma\.com|www\.serif\.com|www\.openswatchbook\.org)/

const SPACES: Readonly<Record<string, string>> = {
  xmlns: 'http://www.w3.org/2000/svg',
  'xmlns:svg': 'http://www.w3.org/2000/svg',
  'xmlns:xlink': 'http://www.w3.org/1999/xlink',
  'xmlns:xml': 'http://www.w3.org/XML/1998/namespace',
}

/** Attributes by full name; none begins with `on`. */
const ATTRIBUTE =
  /^(?![oO][nN])(?:[a-zA-Z][a-zA-Z0-9-]*|xml:(?:space|lang|id)|xlink:(?:href|title|type|role|show|actuate|arcrole))$/
const HREF = /^(?:xlink:)?href$/
/** A reference within the file, or an embedded picture. */
const OWN = /^(?:#\S*|data:image\/(?:png|jpe?g|gif|webp|avif);base64,[A-Za-z0-9+/=\s]*)?$/i

const REFERENCE = /&(?:(?:amp|lt|gt|quot|apos)|#(\d{1,7})|#x([\da-fA-F]{1,6}));/g

/** Why an SVG may not be published, as the end of a sentence; undefined if it may. */
export function svgProblem(content: Uint8Array): string | undefined {
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(content)
  } catch {
    return 'is not UTF-8'
  }
  // biome-ignore lint/suspicious/noControlCharactersInRegex: XML has none, and UTF-16 has many
  if (/[\0-\x08\x0b\x0c\x0e-\x1f]/.test(text)) return 'has control characters'
  let rest = text.replace(
    /^\s*<\?xml\s+version=["']1\.[01]["'](?:\s+encoding=["']utf-8["'])?(?:\s+standalone=["'](?:yes|no)["'])?\s*\?>/i,
    '',
  )
  const open: string[] = []
  const copies = new Copies()
  // All text of a style, because a browser reads it as one, whatever is in between.
  let style = ''
  let rooted = false
  while (rest !== '') {
    const tag = rest.indexOf('<')
    const words = withoutReferences(tag < 0 ? rest : rest.slice(0, tag))
    if (words === undefined) return 'has an entity'
    if (open.length === 0 && words.trim() !== '') return 'has text outside the picture'
    const isStyle = open.includes('style')
    if (isStyle) style += words
    if (tag < 0) break
    rest = rest.slice(tag)
    const skipped = /^<!--(?:(?!--)[\s\S])*-->|^<!\[CDATA\[((?:(?!\]\]>)[\s\S])*)\]\]>/.exec(rest)
    if (skipped) {
      if (skipped[1] !== undefined && open.length === 0) return 'has text outside the picture'
      if (isStyle) style += skipped[1] ?? ''
      rest = rest.slice(skipped[0].length)
      continue
    }
    if (rest.startsWith('<!')) return 'has a document type'
    if (rest.startsWith('<?')) return 'has a processing instruction'
    const closing = /^<\/([\w:.-]+)\s*>/.exec(rest)
    if (closing) {
      if (open.pop() !== closing[1]) return 'is not well formed'
      copies.leave()
      if (isStyle && !open.includes('style')) {
        if (hasReach(style)) return 'has a style that loads something'
        style = ''
      }
      rest = rest.slice(closing[0].length)
      continue
    }
    const opening = /^<([A-Za-z][\w:.-]*)((?:\s+[\w:.-]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>/.exec(rest)
    if (!opening) return 'is not well formed'
    const [whole, name, attributes, empty] = opening as unknown as [string, string, string, string]
    if (open.length === 0 && (rooted || name !== 'svg')) return 'does not begin with the element `svg`'
    rooted = true
    const problem = elementProblem(name) ?? attributesProblem(name, attributes)
    if (problem) return problem
    copies.enter(withoutReferences(attributes) ?? '')
    if (empty) copies.leave()
    else {
      open.push(name)
      if (open.length > 200) return 'nests more than 200 levels deep'
    }
    rest = rest.slice(whole.length)
  }
  if (open.length > 0 || !rooted) return 'is not well formed'
  return copies.drawn() > MAX_DRAWN ? `draws more than ${MAX_DRAWN.toLocaleString('en')} elements` : undefined
}

function elementProblem(name: string): string | undefined {
  return ELEMENTS.has(name) || EDITORS.test(name) ? undefined : `has the element \`${name}\``
}

function attributesProblem(element: string, written: string): string | undefined {
  const seen = new Set<string>()
  for (const [, name, quoted] of written.matchAll(/\s+([\w:.-]+)\s*=\s*("[^"]*"|'[^']*')/g)) {
    const value = withoutReferences(quoted!.slice(1, -1))
    if (value === undefined) return 'has an entity'
    if (seen.has(name!)) return 'is not well formed'
    seen.add(name!)
    if (/^xmlns(?::|$)/.test(name!)) {
      const isKnown =
        SPACES[name!] === value || (EDITORS.test(`${name!.slice(6)}:x`) && EDITOR_SPACES.test(value))
      if (!isKnown) return `has the namespace \`${name}\``
    } else if (EDITORS.test(name!)) continue
    else if (!ATTRIBUTE.test(name!)) return `has the attribute \`${name}\``
    else if (HREF.test(name!)) {
      if (!OWN.test(value.trim())) return 'has a link or loads something'
      if (element !== 'image' && /^\s*data:/i.test(value)) return 'has a link or loads something'
    } else if (hasReach(value)) return `has an attribute \`${name}\` that loads something`
  }
  if (element === 'svg' && !seen.has('xmlns')) return 'does not say that it is SVG (`xmlns`)'
  return undefined
}

/** Whether a style or a value of a property reaches out of the file. What looks like a comment may be a string. */
const hasReach = (text: string): boolean => reaches(text) || reaches(text.replace(/\/\*[\s\S]*?\*\//g, ''))

const REACH =
  /@import|@namespace|expression\s*\(|-moz-binding|behavior\s*:|(?:java|vb)script\s*:|image-set|\bsrc\s*\(|\\/i

const reaches = (css: string): boolean =>
  REACH.test(css) ||
  [...css.matchAll(/url\s*\(\s*["']?([^"')]*)/gi)].some(([, target]) => !/^\s*#/.test(target!))

/** Decodes character references; undefined if one is not XML's own. */
function withoutReferences(text: string): string | undefined {
  const plain = text.replace(REFERENCE, (whole, decimal, hex) => {
    const code = decimal ? Number.parseInt(decimal, 10) : hex ? Number.parseInt(hex, 16) : undefined
    if (code !== undefined) return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : '\uFFFD'
    return { '&lt;': '<', '&gt;': '>', '&quot;': '"', '&apos;': "'" }[whole as string] ?? '\u0001'
  })
  return plain.includes('&') ? undefined : plain.replaceAll('\u0001', '&')
}
