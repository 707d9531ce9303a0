/**
 * Finds lines that are certainly code in a fence, without parsing: to Markdown they are text. Once only a parser could
 * tell, the answer is no for the rest of the source.
 */

const OPENING = /^( *)(`{3,}|~{3,})/
/** A fence in a list or a quote, or after a tab. */
const NESTED = /^[ \t>*+\-\d.)]*(?:```|~~~)/
const HTML = /^ {0,3}<[!?/a-zA-Z]/
/** HTML that continues across blank lines. */
const LONG_HTML = /^ {0,3}<(?:!|\?|script|pre|style|textarea)/i
const COMMENT = /^ {0,3}<!--.*-->/

export class PlainFences {
  private open: { readonly indent: number; readonly marker: string } | undefined
  private isBlank = true
  private isHtml = false
  private isDoubtful = false

  /** Whether the next line is code; to be called for each line in order. */
  isCode(line: string): boolean {
    const text = line.trimEnd()
    this.isDoubtful ||= text.includes('\r')
    if (this.isDoubtful) return false
    if (this.open) return this.isInside(text, this.open)
    const blank = text === ''
    if (blank) this.isHtml = false
    const opening = OPENING.exec(text)
    // No back quote follows those that open a fence.
    const isFence = opening && (opening[2]!.startsWith('~') || !text.includes('`', opening[0].length))
    if (isFence && !this.isHtml && (opening[1] === '' || this.isBlank))
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
    // A closing fence with less indentation may be outside its list; with more, it may be code or the end.
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
