/**
 * Which lines are the code of a fence, beyond doubt and without parsing: what stands in them is text to Markdown. Where it
 * takes a parser to tell, the answer is no for the rest of the source.
 */

const OPENING = /^( *)(`{3,}(?!.*`)|~{3,})/
/** A fence within a list or a quote, or behind a tab. */
const NESTED = /^[ \t>*+\-\d.)]*(?:```|~~~)/
const HTML = /^ {0,3}<[!?/a-zA-Z]/
/** HTML that goes on over blank lines. */
const LONG_HTML = /^ {0,3}<(?:!|\?|script|pre|style|textarea)/i
const COMMENT = /^ {0,3}<!--.*-->/

export class PlainFences {
  private open: { readonly indent: number; readonly marker: string } | undefined
  private isBlank = true
  private isHtml = false
  private isDoubtful = false

  /** Whether the next line is code; to be asked for each line in order. */
  isCode(line: string): boolean {
    const text = line.trimEnd()
    this.isDoubtful ||= text.includes('\r')
    if (this.isDoubtful) return false
    if (this.open) return this.isInside(text, this.open)
    const blank = text === ''
    if (blank) this.isHtml = false
    const opening = OPENING.exec(text)
    if (opening && !this.isHtml && (opening[1] === '' || this.isBlank))
      this.open = { indent: opening[1]!.length, marker: opening[2]! }
    else if (NESTED.test(text)) this.isDoubtful = true
    else if (HTML.test(text)) {
      this.isHtml = true
      this.isDoubtful = LONG_HTML.test(text) && !COMMENT.test(text)
    }
    this.isBlank = blank
    return false
  }

  private isInside(text: string, { indent, marker }: { indent: number; marker: string }): boolean {
    if (text === '') return true
    const shown = text.trimStart()
    const own = text.length - shown.length
    const isClosing = shown.startsWith(marker) && shown === marker[0]!.repeat(shown.length)
    // Less deep than the fence it may be outside of its list; deeper it may be code or the end.
    if (own < indent || (isClosing && (text.startsWith('\t') || (own > 3 && own !== indent && indent > 0)))) {
      this.isDoubtful = true
      return false
    }
    if (!isClosing || (own > 3 && indent === 0)) return true
    this.open = undefined
    this.isBlank = false
    return false
  }
}
