/** Which page of the project a page of a wiki has become, ignoring what an import adds and authors change. */
import type { Runbook, Source } from '../../../model.ts'
import { fileNameOf } from '../../skeleton.ts'
import type { WikiPage } from './wiki.ts'

/** The text without frontmatter, YAML blocks and link targets. */
const proseOf = (text: string): string =>
  text
    .replace(/^---\r?\n[\s\S]*?\r?\n---[ \t]*(?:\r?\n|$)/, '')
    .replace(/^(`{3,})ya?ml[^\n]*\n[\s\S]*?^\1[ \t]*$/gm, '')
    .replace(/\]\([^)]*\)/g, ']()')
    .replace(/\s+/g, ' ')
    .trim()

const titleOf = ({ headings }: Runbook): string => headings[0]?.text ?? ''

/** Pages of the project by their text, and by file name and title. */
export function knownPages(
  runbooks: readonly { readonly source: Source; readonly runbook: Runbook }[],
): (page: WikiPage) => string | undefined {
  const byProse = new Map<string, string>()
  const byName = new Map<string, string>()
  const nameOf = (file: string, title: string): string => JSON.stringify([file, title])
  for (const { source, runbook } of runbooks) {
    const file = source.path.slice(source.path.lastIndexOf('/') + 1).replace(/\.[^.]*$/, '')
    byProse.set(proseOf(source.text), source.path)
    byName.set(nameOf(file, titleOf(runbook)), source.path)
  }
  return ({ source, runbook, name }) => {
    const prose = proseOf(source.text)
    const title = titleOf(runbook)
    return (
      (prose === '' ? undefined : byProse.get(prose)) ??
      (title === '' ? undefined : byName.get(nameOf(fileNameOf(name), title)))
    )
  }
}
