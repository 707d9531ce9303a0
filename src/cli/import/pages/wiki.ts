/** What a wiki exported: its pages, and the files they show. */
import { RULES, readSource, sourcePaths } from '../../../disk/read.ts'
import type { Diagnostic, Runbook, Source } from '../../../model.ts'
import { parse } from '../../../parse/index.ts'
import { isRunbook } from '../../../parse/kind.ts'

export interface WikiPage {
  /** By its path within the export. */
  readonly source: Source
  readonly runbook: Runbook
  /** The name of its file, without what the export added to it. */
  readonly name: string
  /** What it is called: its name, its title, its first heading. */
  readonly names: readonly string[]
  /** The number of the page in the wiki, where the name of its file tells it. */
  readonly id: string | undefined
}

export interface Wiki {
  readonly pages: readonly WikiPage[]
  /** Every other file, by its path within the export. */
  readonly others: readonly string[]
  readonly diagnostics: readonly Diagnostic[]
}

/** Notion's 32 hexadecimal digits and Confluence's number of the page, at the end of a name. */
const ADDED = /[ _-]+([0-9a-f]{32}|\d{5,})$/i

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text // A stray `%` is meant as it stands.
  }
}

/** `Api+Down_123456.md` → `Api Down` and `123456`. */
export function nameOf(segment: string): { name: string; id: string | undefined } {
  const bare = decoded(segment.replace(/\.(?:md|markdown|html?)$/i, '')).replaceAll('+', ' ')
  return { name: bare.replace(ADDED, '').trim() || bare, id: ADDED.exec(bare)?.[1]?.toLowerCase() }
}

/** Reads the export below a folder. Paths of diagnostics are within it. */
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
