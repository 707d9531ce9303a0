/** SVG images pass an allow-list of drawing elements; whatever could run, load or link is refused. */
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { svgProblem } from '../../src/disk/svg.ts'

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
const svg = (inside: string, attributes = ''): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 9 9"${attributes}>${inside}</svg>`

/** Nine levels of ten copies each. */
const bomb = (copy: (name: string) => string): string =>
  `<defs><g id="a0"><rect/></g>${Array.from({ length: 9 }, (_, i) => `<g id="a${i + 1}">${copy(`a${i}`).repeat(10)}</g>`).join('')}</defs>${copy('a9')}`

describe('is refused', () => {
  test.each([
    ['a script', svg('<script>pwn()</script>')],
    ['a picture of a thousand million copies', svg(bomb((name) => `<use href="#${name}"/>`))],
    ['the same with references', svg(bomb((name) => `<use xlink:href="&#35;${name}"/>`))],
    [
      'a chain of a hundred thousand copies',
      svg(
        Array.from({ length: 100_000 }, (_, i) => `<g id="a${i}"><use href="#a${i + 1}"/></g>`)
          .reverse()
          .join(''),
      ),
    ],
    ['the same as clips', svg(bomb((name) => `<g clip-path="url(#${name})"/>`))],
    [
      'a script with a prefix',
      '<x:svg xmlns:x="http://www.w3.org/2000/svg"><x:script>pwn()</x:script></x:svg>',
    ],
    ['a script with another prefix', svg('<s:script xmlns:s="http://www.w3.org/2000/svg">pwn()</s:script>')],
    ['a script of HTML', svg('<h:script xmlns:h="http://www.w3.org/1999/xhtml">pwn()</h:script>')],
    [
      'a frame of HTML',
      svg('<h:iframe xmlns:h="http://www.w3.org/1999/xhtml" srcdoc="&lt;script&gt;pwn()&lt;/script&gt;"/>'),
    ],
    [
      'a refresh of HTML',
      svg('<h:meta xmlns:h="http://www.w3.org/1999/xhtml" http-equiv="refresh" content="0;url=//evil"/>'),
    ],
    ['a page of XHTML', '<html xmlns="http://www.w3.org/1999/xhtml"><script>pwn()</script></html>'],
    [
      'a known prefix for HTML',
      svg('<inkscape:script xmlns:inkscape="http://www.w3.org/1999/xhtml">pwn()</inkscape:script>'),
    ],
    ['a known prefix for SVG', svg('<cc:script xmlns:cc="http://www.w3.org/2000/svg">pwn()</cc:script>')],
    ['another namespace', '<svg xmlns="http://www.w3.org/1999/xhtml"></svg>'],
    ['no namespace', '<svg><rect/></svg>'],
    ['a namespace further in', svg('<g xmlns="http://www.w3.org/1999/xhtml"><style/></g>')],
    ['a document type', `<!DOCTYPE svg [<!ATTLIST svg onload CDATA "pwn()">]>${svg('')}`],
    [
      'a document type by name',
      `<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/x.dtd">${svg('')}`,
    ],
    ['an entity', `<!DOCTYPE svg [<!ENTITY a "b">]>${svg('&a;')}`],
    ['an entity without a type', svg('<text>&a;</text>')],
    ['a style sheet', `<?xml-stylesheet type="text/xsl" href="data:text/xml,x"?>${svg('')}`],
    ['a processing instruction further in', svg('<?php pwn() ?>')],
    ['a handler', svg('<rect onclick="pwn()"/>')],
    ['a handler on the root', svg('', ' onload="pwn()"')],
    ['a handler in capitals', svg('<rect ONCLICK="pwn()"/>')],
    ['a handler behind a slash', '<svg xmlns="http://www.w3.org/2000/svg"/onload="pwn()">'],
    ['foreign content', svg('<foreignObject><b/></foreignObject>')],
    ['an animation', svg('<a><set attributeName="href" to="javascript:pwn()"/></a>')],
    ['animate', svg('<animate onbegin="pwn()" attributeName="x" dur="1s"/>')],
    ['a link', svg('<a href="javascript:pwn()"><rect/></a>')],
    ['a script address', svg('<use href="javascript:pwn()"/>')],
    ['a script address in references', svg('<use xlink:href="&#106;avascript:pwn()"/>')],
    ['another file', svg('<use href="other.svg#a"/>')],
    ['an image elsewhere', svg('<image href="https://evil.example/a.png"/>')],
    ['an image that is SVG', svg('<image href="data:image/svg+xml;base64,AAAA"/>')],
    ['data that is used', svg('<use href="data:image/png;base64,AAAA"/>')],
    ['a style that imports', svg('<style>@import url(https://evil.example/a.css);</style>')],
    ['a style in CDATA', svg('<style><![CDATA[@import "//evil";]]></style>')],
    ['a style that loads', svg('<style>rect { fill: url(https://evil.example/a) }</style>')],
    ['a style with escapes', svg('<style>@\\69mport "//evil";</style>')],
    ['a style in two parts', svg('<style>@im<![CDATA[port "//evil";]]></style>')],
    ['a style around a comment', svg('<style>a{fill:u<!-- -->rl(https://evil.example/a)}</style>')],
    ['a style behind an element', svg('<style><g></g>@import "//evil";</style>')],
    ['a style with references', svg('<style>@&#105;mport "//evil";</style>')],
    [
      'a style between what looks like a comment',
      svg('<style>a{font-family:"/*"} b{fill:url(https://evil.example/a)} c{font-family:"*/"}</style>'),
    ],
    ['a style attribute that loads', svg('<rect style="fill:url(//evil.example/a)"/>')],
    ['a fill that loads', svg('<rect fill="url(https://evil.example/a#b)"/>')],
    ['an attribute written twice', svg('<rect x="1" x="2"/>')],
    ['an element left open', '<svg xmlns="http://www.w3.org/2000/svg"><g>'],
    ['two pictures', svg('') + svg('')],
    ['text behind it', `${svg('')}<script>pwn()</script>`],
    ['nothing', ''],
    ['a control character', svg('\u0001')],
    ['deep nesting', svg('<g>'.repeat(5000) + '</g>'.repeat(5000))],
  ])('%s', (_, text) => {
    expect(svgProblem(bytes(text))).toBeTypeOf('string')
  })

  test('UTF-16 and other encodings', () => {
    const text = svg('<script>pwn()</script>')
    expect(svgProblem(Buffer.from(`\ufeff${text}`, 'utf16le'))).toBe('is not UTF-8')
    expect(svgProblem(Buffer.from(text, 'utf16le'))).toBeTypeOf('string')
    expect(svgProblem(bytes(`<?xml version="1.0" encoding="UTF-7"?>${svg('')}`))).toBeTypeOf('string')
    expect(
      svgProblem(Buffer.concat([bytes('<svg xmlns="http://www.w3.org/2000/svg">'), Buffer.from([0xff])])),
    ).toBe('is not UTF-8')
  })
})

describe('passes', () => {
  test.each([
    ['shapes', svg('<g fill="none" stroke-width="2"><path d="M0 0h9"/><circle cx="1" cy="1" r="1"/></g>')],
    [
      'a declaration',
      `<?xml version="1.0" encoding="UTF-8" standalone="no"?>\n<!-- Created -->\n${svg('<rect/>')}\n`,
    ],
    ['text', svg('<text x="1" y="2" font-family="Helvetica">a &lt; b &amp; c &#8212; d</text>')],
    [
      'a gradient and a filter',
      svg(
        '<defs><linearGradient id="a" xlink:href="#b"><stop offset="0" style="stop-color:#fff"/></linearGradient><filter id="f"><feGaussianBlur stdDeviation="1"/></filter></defs><rect fill="url(#a)" filter="url(#f)"/>',
      ),
    ],
    [
      'a style of its own',
      svg('<style type="text/css">.a { fill: #f00; } .b { fill: url(#a) }</style><rect class="a"/>'),
    ],
    [
      'a picture within',
      svg('<image width="1" height="1" xlink:href="data:image/png;base64,iVBORw0KGgo="/>'),
    ],
    [
      'Inkscape',
      `<svg xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:cc="http://creativecommons.org/ns#" xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:svg="http://www.w3.org/2000/svg" xmlns="http://www.w3.org/2000/svg" xmlns:sodipodi="http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd" xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape" inkscape:version="1.2"><sodipodi:namedview id="base" inkscape:zoom="1"/><metadata id="m"><rdf:RDF><cc:Work rdf:about=""><dc:format>image/svg+xml</dc:format></cc:Work></rdf:RDF></metadata><g inkscape:label="Layer 1" inkscape:groupmode="layer"><path d="M0 0"/></g></svg>`,
    ],
    [
      'draw.io',
      svg(
        '<defs/><g><rect x="0" y="0" width="120" height="60" fill="rgb(255, 255, 255)" stroke="rgb(0, 0, 0)" pointer-events="all"/><g transform="translate(-0.5 -0.5)"><switch><text x="60" y="34" font-size="12px" text-anchor="middle">Queue</text></switch></g></g>',
        ' version="1.1" width="121px" content="&lt;mxfile host=&quot;x&quot;&gt;&lt;/mxfile&gt;"',
      ),
    ],
    ['a thousand copies', svg(`<g id="a"><rect/></g>${'<use href="#a"/>'.repeat(1000)}`)],
    ['a part that copies itself', svg('<g id="a"><use href="#a"/></g>')],
    ['a byte order mark', `\ufeff${svg('<rect/>')}`],
  ])('%s', (_, text) => {
    expect(svgProblem(bytes(text))).toBeUndefined()
  })

  const folder = '/usr/share/icons/hicolor/scalable/apps'
  const icons = (() => {
    try {
      return readdirSync(folder).filter((name) => name.endsWith('.svg'))
    } catch {
      return []
    }
  })()
  test.skipIf(icons.length === 0)('pictures of this machine that hold no document type', () => {
    for (const name of icons) {
      const content = readFileSync(`${folder}/${name}`)
      const text = content.toString('utf8')
      if (
        /<!DOCTYPE|<script|<a[\s>]|<animate|<flow|xmlns:(?!svg|xlink|xml|sodipodi|inkscape|rdf|cc|dc|sketch)/.test(
          text,
        )
      )
        continue
      expect(svgProblem(content), name).toBeUndefined()
    }
  })
})
