/** Reads `templates.txt`: typical text around slots. */
import { readFileSync } from 'node:fs'
import { pieces } from '../../../src/highlight/index.ts'

export interface Template {
  readonly language: string
  /** As in a fence, with slots named `x`. */
  readonly code: string
  /** The table row without its last column. */
  readonly line: string
}

/** Relative to the root, where tests and long runs start. */
export const FILE = 'test/highlight/slots/templates.txt'

/** Comments and templates, in order. */
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

/** The context of each slot in code. */
export function contextsOf(language: string, code: string): string[] {
  return pieces(language, code).flatMap((piece) => ('label' in piece ? [piece.context] : []))
}

/** The copied text with its slots filled; without prompts and output, as on the page. */
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
