/** Code scanning: SARIF 2.1.0 (OASIS), one run, addresses relative to the project's root. */
import type { Log, PhysicalLocation, Region, ReportingDescriptor, Result } from 'sarif'
import type { Diagnostic, Edit, Place, Severity, Texts } from '../model.ts'
import { docsUrl, repository, version } from './docs.ts'
import { fingerprints } from './fingerprint.ts'
import { type ReportOptions, withHint } from './format.ts'
import { jsonText } from './json-text.ts'
import { type Locator, locator } from './place.ts'

const levels: Readonly<Record<Severity, Result.level>> = { error: 'error', warning: 'warning', info: 'note' }

export function sarif(diagnostics: readonly Diagnostic[], texts: Texts, { rules }: ReportOptions): string {
  const places = locator(texts)
  const printOf = fingerprints(diagnostics)
  const codes = [...new Set(diagnostics.map((diagnostic) => diagnostic.code))].sort()
  const log: Log = {
    version: '2.1.0',
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    runs: [
      {
        tool: {
          driver: {
            name: 'alertbook',
            semanticVersion: version,
            informationUri: repository,
            rules: codes.map((code) => descriptor(code, rules?.get(code))),
          },
        },
        columnKind: 'utf16CodeUnits',
        results: diagnostics.map((diagnostic) => ({
          ...result(diagnostic, codes.indexOf(diagnostic.code), places),
          partialFingerprints: { 'alertbookFinding/v1': printOf(diagnostic) },
        })),
      },
    ],
  }
  return jsonText(log)
}

/** Description of a code: the first paragraph of its page, the page itself if known, and its address. */
function descriptor(code: string, page: string | undefined): ReportingDescriptor {
  const helpUri = docsUrl(code)
  const help = { text: `See ${helpUri}` }
  if (page === undefined) return { id: code, shortDescription: { text: code }, help, helpUri }
  const [sentence = code] = page
    .replace(/^#.*$/m, '')
    .trim()
    .split(/\n\s*\n/)
  const short = sentence.replace(/\s+/g, ' ')
  return {
    id: code,
    shortDescription: { text: short },
    fullDescription: { text: short },
    help: { text: page, markdown: page },
    helpUri,
  }
}

function result(diagnostic: Diagnostic, ruleIndex: number, places: Locator): Result {
  const { code, severity, related, fix } = diagnostic
  return {
    ruleId: code,
    ruleIndex,
    level: levels[severity],
    message: { text: withHint(diagnostic) },
    locations: [{ physicalLocation: location(diagnostic, places) }],
    ...(related && {
      relatedLocations: related.map((place, id) => ({
        id,
        message: { text: place.message },
        physicalLocation: location(place, places),
      })),
    }),
    ...(fix && {
      fixes: [
        {
          description: { text: fix.title },
          artifactChanges: [...new Set(fix.edits.map((edit) => edit.file))].map((file) => ({
            artifactLocation: { uri: uri(file) },
            replacements: fix.edits
              .filter((edit) => edit.file === file)
              .map((edit) => replacement(edit, places)),
          })),
        },
      ],
    }),
  }
}

function replacement(
  edit: Edit,
  places: Locator,
): { deletedRegion: Region; insertedContent: { text: string } } {
  return { deletedRegion: region(edit, places), insertedContent: { text: edit.text } }
}

/** Without its text, a file has no region: the location is the whole file. */
function location(place: Place, places: Locator): PhysicalLocation {
  const artifactLocation = { uri: uri(place.file) }
  return places.lines(place.file) ? { artifactLocation, region: region(place, places) } : { artifactLocation }
}

function region(place: Place, places: Locator): Region {
  const { line, column, endLine, endColumn } = places.region(place)
  return { startLine: line, startColumn: column, endLine, endColumn }
}

/** A path as a relative URI reference; an absolute path as a file URL. */
function uri(path: string): string {
  const parts = path
    .replace(/\p{Cs}/gu, '\ufffd')
    .split('/')
    .map(encodeURIComponent)
  return `${path.startsWith('/') ? 'file://' : ''}${parts.join('/')}`
}
