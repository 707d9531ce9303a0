/** A wiki's export: its pages, and the files they show. */

import { RULES, sourcePaths } from '../../../disk/read.ts'
import { readSource } from '../../../disk/read-source.ts'
import type { Diagnostic, Runbook, Source } from '../../../model.ts'
import { parse } from '../../../parse/index.ts'
import { isRunbook } from '../../../parse/kind.ts'
import { decoded } from '../../../text/address.ts'

export interface WikiPage {
  /** With its path inside the export. */
  readonly source: Source
  readonly runbook: Runbook
  /** Its file name, without the suffix added by the export. */
  readonly name: string
  /** Its names: file name, title, first heading. */
  readonly names: readonly string[]
  /** Number of the page in the wiki, if its file name contains it. */
  readonly id: string | undefined
}

export interface Wiki {
  readonly pages: readonly WikiPage[]
  /** Every other file, by its path in the export. */
  readonly others: readonly string[]
  readonly diagnostics: readonly Diagnostic[]
}

/** Suffixes of names: Notion's 32 hexadecimal digits, and Confluence's page number. */
const ADDED = /[ _-]+([0-9a-f]{32}|\d{5,})$/i

/** `Api+Down_123456.md` → `Api Down` and `123456`. */
export function nameOf(segment: string): { name: string; id: string | undefined } {
  const bare = decoded(segment.replace(/\.(?:md|markdown|html?)$/i, '')).replaceAll('+', ' ')
  return { name: bare.replace(ADDED, '').trim() || bare, id: ADDED.exec(bare)?.[1]?.toLowerCase() }
}

/** Reads the export in a folder. Diagnostics use paths inside it. */
export function readWiki(folder: string, limit: number): Wiki {
  const found = sourcePaths(folder, /./)
  const diagnostics = [...found.diagnostics]
  const pages: WikiPage[] = []
  for (const path of found.paths.filter(isRunbook)) {
    const read = readSource(folder, path, { limit })
    if (!('text' in read)) {
      diagnostics.push(read)
      continue
    }
    const source = { path, text: read.text }
    const runbook = parse(source) as Runbook
    const { name, id } = nameOf(path.slice(path.lastIndexOf('/') + 1))
    const heading = runbook.headings.find(({ depth }) => depth === 1)?.text ?? ''
    const names = [name, runbook.frontmatter.title?.value ?? '', heading]
    pages.push({
      source,
      runbook,
      name,
      names: [...new Set(names.map((one) => one.trim()))].filter((one) => one !== ''),
      id,
    })
  }
  return {
    pages,
    others: found.paths.filter((path) => !isRunbook(path) && !RULES.test(path)),
    diagnostics,
  }
}
