/** Reads `templates.txt`: what authors write around slots. */
import { readFileSync } from 'node:fs'
import { pieces } from '../../../src/highlight/index.ts'

export interface Template {
  readonly language: string
  /** As in a fence, its slots named `x`. */
  readonly code: string
  /** The line of the table without the last column. */
  readonly line: string
}

/** From the root, where tests and long runs are started. */
export const FILE = 'test/highlight/slots/templates.txt'

/** Comments and templates in order. */
export function readTemplates(): (string | Template)[] {
  return readFileSync(FILE, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => {
      if (line.startsWith('# ')) return line
      const [, language, written] = /^(\w*) \| (.*) \| ?[^|]*$/.exec(line)!
      const code = written!.replaceAll('↵', '\n').replace(/X(?![a-z])|(?<=\$a)X/g, '{{ $labels.x }}')
      return { language: language!, code, line: `${language} | ${written} |` }
    })
}

/** What may be put into each slot of a code text. */
export function contextsOf(language: string, code: string): string[] {
  return pieces(language, code).flatMap((piece) => ('label' in piece ? [piece.context] : []))
}

/** The text that is copied, with its slots filled; prompts and output left out as the page does it. */
export function filled(language: string, code: string, write: (context: string) => string): string {
  const parts = pieces(language, code)
  const hasPrompt = parts.some(({ kind }) => kind === 'prompt')
  const text = parts
    .filter(({ kind }) => !hasPrompt || (kind !== 'prompt' && kind !== 'output'))
    .map((piece) => ('label' in piece ? write(piece.context) : piece.text))
    .join('')
  return hasPrompt
    ? text
        .split('\n')
        .filter((line) => line.trim() !== '')
        .join('\n')
    : text
}
