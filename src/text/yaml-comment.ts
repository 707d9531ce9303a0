/** Text in a comment of YAML that we write. */
import { unicodeName } from './strange.ts'

/**
 * What ends a comment for one reader of YAML or another (line breaks, and the line separators of go-yaml), what none of
 * them accepts (control characters), and what would show the rest in another order.
 */
const OUTSIDE = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]/gu

/** A text, such as the name of a file, as part of a comment of one line: it cannot end the comment, nor break the file. */
export const inComment = (text: string): string => text.replace(OUTSIDE, (one) => `<${unicodeName(one)}>`)
