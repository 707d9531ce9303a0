import type { Runbook } from '../model.ts'
import type { PageCheck } from './check.ts'
import { SECTIONS, type Section, sectionOf } from './shared/sections.ts'

/** Only pages that explain an alert need the four sections. */
const place = ({ headings, frontmatter }: Runbook): { start: number; end: number } =>
  headings[0]?.range ?? frontmatter.range ?? { start: 0, end: 0 }

export const runbookSections: PageCheck = {
  code: 'runbook-sections',
  severity: 'warning',
  summary:
    'The page of an alert has the sections Meaning, Impact, Diagnosis and Mitigation, none of them empty.',
  *runPage({ runbook, promise, explains }) {
    // A promise of a runbook is the finding of `alert-without-runbook`, once it is due.
    if (promise?.until !== undefined || !explains) return
    // Between the marks of a conflict, nothing is where it belongs.
    if (runbook.diagnostics.some(({ code }) => code === 'markdown-conflict')) return
    const missing: Section[] = []
    for (const name of SECTIONS) {
      const heading = sectionOf(runbook.headings, name)
      if (!heading) missing.push(name)
      else if (heading.contentLength === 0) {
        yield {
          file: runbook.source.path,
          range: heading.range,
          message: `Section \`${heading.text}\` is empty`,
          hint: 'write what a responder needs here, or remove the heading',
        }
      }
    }
    if (missing.length === 0) return
    yield {
      file: runbook.source.path,
      range: place(runbook),
      message: `Runbook lacks ${list(missing)}`,
      hint: hintFor(missing, runbook),
    }
  },
}

/** Other common names for the sections. */
const OTHERS: Readonly<Record<Section, RegExp>> = {
  Meaning:
    /^(?:description|summary|overview|about|what (?:it|this|that|is|are|happen\w*|does (?:it|this|that|the))\b)/i,
  Impact: /^(?:severity|consequences?|effects?)\b/i,
  Diagnosis: /^(?:investigation|debug(?:ging)?|troubleshooting|analysis|verification)\b/i,
  Mitigation: /^(?:remediation|resolution|fix(?:es)?|solution|recovery|actions?|steps)\b/i,
}

function hintFor(missing: readonly Section[], { headings }: Runbook): string {
  const renames = missing.flatMap((name) => {
    const other = headings.find(({ depth, text }) => depth > 1 && OTHERS[name].test(text))
    return other ? [{ name, text: `rename \`${other.text}\` to \`${name}\`` }] : []
  })
  const written = (names: readonly Section[]): string => `add ${list(names.map((name) => `## ${name}`))}`
  const texts = renames.map(({ text }) => text).join(', ')
  if (texts === '') return written(missing)
  if (missing.length === 1) return `${texts}, or ${written(missing)}`
  const others = missing.filter((name) => !renames.some((one) => one.name === name))
  return others.length === 0 ? texts : `${texts}, and ${written(others)}`
}

const list = (names: readonly string[]): string =>
  names
    .map((name) => `\`${name}\``)
    .join(', ')
    .replace(/, ([^,]*)$/, ' and $1')
