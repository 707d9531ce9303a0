/** Slips that js-yaml notices only further on: stops at what the author wrote, or does nothing. */
import type { Range } from '../text/source.ts'
import { strangeIn } from '../text/strange.ts'
import { lineStartOf, restOfLine, stop } from './problem.ts'
import type { YamlProblem } from './tree.ts'

/** The value that cures every clash of quotes and signs. */
export const AS_BLOCK = 'write the value as a block: `|` after the key, the value on the next line, indented'

const CONFLICT = /^(?:<{7}|>{7}|\|{7})(?:[ \t][^\r\n]*)?$|^={7}$/m

/** A conflict of git as the problem of a document that cannot be read; undefined without one. */
export function conflictIn(text: string, { start, end }: Range): YamlProblem | undefined {
  const found = CONFLICT.exec(text.slice(start, end).replaceAll('\r', '\n'))
  if (!found || !/[<>]{7}/.test(text.slice(start, end))) return undefined
  return {
    code: 'yaml-syntax',
    range: { start: start + found.index, end: start + found.index + 7 },
    message: 'Unresolved Git conflict: both sides are still here',
    hint: 'keep one side, and remove the lines that begin with `<<<<<<<`, `|||||||`, `=======` and `>>>>>>>`',
  }
}

/** Stops at a key without its space: glued to its value, or before a character that only looks like one. */
export function refuseGlued(text: string, key: Range, before: string): void {
  const line = text.slice(key.start, key.end)
  const glued = /^([\w-]+):([^ \t/])/.exec(line)
  if (glued !== null && !/:[ \t]/.test(before)) {
    const strange = strangeIn(glued[2]!)
    const at = key.start + glued[1]!.length + 1
    if (strange)
      stop(
        'yaml-syntax',
        { start: at, end: at + 1 },
        `Expected a space after \`${glued[1]}:\`, found the ${strange.unseen ? 'invisible ' : ''}character ${strange.name}`,
        'write a plain space',
      )
    stop('yaml-syntax', key, `Expected a space after \`${glued[1]}:\``, `write \`${glued[1]}: …\``)
  }
  const wide = /^([\w-]+)[ \t]*\uFF1A/.exec(line)
  if (wide === null) return
  const at = key.start + wide[0].length - 1
  const message = `The colon after \`${wide[1]}\` is not the one of YAML, but U+FF1A`
  stop('yaml-syntax', { start: at, end: at + 1 }, message, `write \`${wide[1]}: …\``)
}

/** Stops where a value in quotes goes on after its closing quote, which closes too early. */
export function refuseAfterQuote(before: string, at: number): void {
  const opened = /^\s*(?:- +)*["']?[\w.-]+["']?:[ \t]+(["'])/.exec(before)
  const quote = opened?.[1]
  if (quote === undefined) return
  const close = at - before.length + before.lastIndexOf(quote)
  if (close < at - before.length + opened![0].length) return
  const range = { start: close, end: close + 1 }
  const message = `This \`${quote}\` closes the value: what follows on the line is not part of it`
  stop('yaml-syntax', range, message, AS_BLOCK)
}

/** Stops where a value begins with a sign of YAML's: a mapping, a list, an alias. */
export function refuseSign(text: string, before: string, at: number): void {
  const flow = /^\s*(?:- +)*[\w-]+: +(?=\{[^{]|\[)/.exec(before)
  if (flow !== null) {
    const range = restOfLine(text, at - before.length + flow[0].length)
    const what = text[range.start] === '[' ? 'list' : 'mapping'
    stop(
      'yaml-syntax',
      range,
      `A value that begins with \`${text[range.start]}\` is a ${what} to YAML`,
      AS_BLOCK,
    )
  }
  const alias = /^\s*(?:- +)*[\w-]+: +(?=\*)/.exec(before)
  if (alias === null) return
  const range = restOfLine(text, at - before.length + alias[0].length)
  const message = 'A value that begins with `*` is an alias to YAML'
  stop('yaml-syntax', range, message, 'put the value in quotes')
}

/** Stops at a line that continues a value, without the indentation that this takes. */
export function refuseUnindented(text: string, before: string, range: Range): void {
  if (before.trim() !== '' || lineStartOf(text, range.start) === 0) return
  const message = `A line cannot begin with \`${text[range.start]}\``
  stop('yaml-syntax', range, message, 'indent it more than its key if it continues the value above')
}

/** Stops at a bracket that is still open where the next key begins. */
export function refuseOpen(text: string, start: number, at: number, closing: string): void {
  if (text[at] !== ':' || !/[\r\n]/.test(text.slice(start, at))) return
  const message = `This \`${text[start]}\` is not closed before the next key`
  stop('yaml-syntax', { start, end: start + 1 }, message, `close it with \`${closing}\``)
}
