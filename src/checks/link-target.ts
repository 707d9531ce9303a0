import { isHost, withoutQuery } from '../text/address.ts'
import { groupBy } from '../text/group-by.ts'
import { listed } from '../text/listed.ts'
import { nearest } from '../text/nearest.ts'
import { isIndexName } from '../text/path.ts'
import { withoutEnd } from '../text/without-end.ts'
import type { ProgramCheck } from './check.ts'

export const linkTarget: ProgramCheck = {
  code: 'link-target',
  severity: 'error',
  summary: 'Every link of a runbook to another runbook, or to a heading, leads somewhere.',
  needsPages: true,
  *run(program) {
    const named = namesOf(program.runbooks.map(({ source }) => source.path))
    for (const { runbook, links } of program.pages) {
      for (const bound of links) {
        const { link } = bound
        // Links of wikis have a check of their own.
        if (link.names) continue
        const place = { file: runbook.source.path, range: link.targetRange }
        if (bound.kind === 'missing') {
          yield {
            ...place,
            message: `The link leads to \`${link.target}\`, where there is no runbook`,
            hint: hintFor(link.target, runbook.source.path, named),
          }
        } else if (bound.kind === 'page' && bound.missingAnchor) {
          const slugs = program.pageAt(bound.path)!.runbook.headings.map(({ slug }) => slug)
          const near = nearest(bound.anchor, slugs) ?? onlyWith(bound.anchor, slugs)
          yield {
            ...place,
            message: `The link leads to \`#${bound.anchor}\`, where there is no heading`,
            hint: near
              ? `did you mean \`#${near}\`?`
              : `the page has ${listed(slugs, NAMED, (slug) => `#${slug}`) || 'no headings'}`,
          }
        }
      }
    }
  },
}

/** Most headings that a hint lists. */
const NAMED = 12

/** The only anchor that contains another: other tools leave letters out that are not ASCII, or numbers. */
function onlyWith(anchor: string, slugs: readonly string[]): string | undefined {
  const found = anchor.length < 3 ? [] : slugs.filter((slug) => slug.includes(anchor))
  return found.length === 1 ? found[0] : undefined
}

const nameOf = (file: string): string => file.split(/[\\/]/).at(-1)!.toLowerCase()

/** The files of a book by name, and the name that is nearest to another: asked once for each broken link of a book. */
interface Names {
  readonly files: ReadonlyMap<string, readonly string[]>
  nearest(name: string): string | undefined
}

function namesOf(paths: readonly string[]): Names {
  const files = groupBy(paths, nameOf)
  const near = new Map<string, string | undefined>()
  return {
    files,
    nearest: (name) => {
      if (!near.has(name)) near.set(name, nearest(name, files.keys()))
      return near.get(name)
    },
  }
}

/** The file with that name in another folder, as written from here; else one with a similar name. */
function hintFor(target: string, from: string, { files, nearest }: Names): string {
  if (target.includes('\\')) return `write \`${target.replaceAll('\\', '/')}\``
  if (isHost(target)) return `write \`https://${target}\``
  const name = nameOf(withoutEnd(withoutQuery(target), '/'))
  const named = [name, `${name}.md`, `${name}.markdown`].flatMap((one) => files.get(one) ?? []).sort()
  if (named.length > 3 || isIndexName(name.replace(/\.md$/, ''))) return OTHERWISE
  const found = named.length > 0 ? named : (files.get(nearest(name) ?? '') ?? []).slice(0, 3)
  if (found.length === 0) return OTHERWISE
  return `did you mean ${found.map((file) => `\`${relative(from, file)}\``).join(' or ')}?`
}

const OTHERWISE = 'correct the path; it is relative to this file'

/** The path of a file as written in a link of another. */
function relative(from: string, file: string): string {
  const above = from.split('/').slice(0, -1)
  const parts = file.split('/')
  let common = 0
  while (common < above.length && common < parts.length - 1 && above[common] === parts[common]) common++
  return [...above.slice(common).map(() => '..'), ...parts.slice(common)].join('/')
}
