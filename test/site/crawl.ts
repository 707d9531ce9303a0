/** Looks up every address that a site mentions in its files. */
import type { OutputFile, Runbook } from '../../src/model.ts'
import { parse } from '../../src/parse/index.ts'
import { attribute, read } from './html.ts'
import { lookUp } from './server.ts'

const targets = new Map<string, readonly string[]>()

/** The targets in a Markdown text, read once for all bases. */
function targetsOf(text: string): readonly string[] {
  let known = targets.get(text)
  if (!known) {
    known = (parse({ path: 'twin.md', text }) as Runbook).links.map(({ target }) => target)
    targets.set(text, known)
  }
  return known
}

/** Broken addresses as `page -> address: why`. `url`: the base that the site was built for. */
export function deadLinks(files: readonly OutputFile[], url: string): string[] {
  const base = new URL(url)
  const byPath = new Map(files.map(({ path, make }) => [path.replace(/^site\//, ''), make()]))
  const anchors = new Map<string, Set<string>>()
  const anchorsOf = (name: string, html: string): Set<string> => {
    let known = anchors.get(name)
    if (!known) {
      known = new Set(read(html).all.flatMap((element) => attribute(element, 'id') ?? []))
      anchors.set(name, known)
    }
    return known
  }
  const dead: string[] = []
  const check = (from: string, address: string): void => {
    const target = new URL(address, new URL(from.replace(/index\.html$/, ''), base))
    if (target.origin !== base.origin) return
    const note = (why: string): number => dead.push(`${from} -> ${address}: ${why}`)
    if (!target.pathname.startsWith(base.pathname)) return void note('outside the base')
    const found = lookUp(byPath, decodeURIComponent(target.pathname.slice(base.pathname.length)))
    if (!found) return void note('no such file')
    const fragment = decodeURIComponent(target.hash.slice(1))
    if (fragment && found[0].endsWith('.html') && !anchorsOf(found[0], String(found[1])).has(fragment))
      note('no such anchor')
  }
  for (const [path, text] of byPath) {
    if (path.endsWith('.html')) {
      for (const element of read(String(text)).all) {
        for (const name of ['href', 'src', 'action', 'data-search', 'data-target', 'data-base']) {
          const address = attribute(element, name)
          if (address !== undefined) check(path, address)
        }
      }
    } else if (/^search(-\d+)?\.json$/.test(path)) {
      for (const href of (JSON.parse(String(text)) as { href: string[] }).href) check('', href)
    } else if (path.endsWith('.md')) {
      for (const target of targetsOf(String(text)))
        if (!target.startsWith('#')) check(path.replace(/[^/]*$/, ''), target)
    } else if (path === 'llms.txt') {
      for (const match of String(text).matchAll(/\]\(([^)\s]+)\)/g)) check('', match[1]!)
    } else if (path === 'sitemap.xml' || path === 'feed.xml') {
      for (const match of String(text).matchAll(/(?:<loc>|href=")([^<"]+)/g)) check('', match[1]!)
    } else if (path === 'offline.json') {
      const { files, bundles } = JSON.parse(String(text)) as { files: object; bundles: object }
      for (const file of [...Object.keys(files), ...Object.keys(bundles)])
        if (!byPath.has(file)) dead.push(`offline.json: ${file}`)
    }
  }
  return dead
}
