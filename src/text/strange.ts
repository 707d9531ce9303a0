/** Characters that an author cannot see, or takes for another: pasted from a wiki or a mail. */

/** Blanks and joiners that look like nothing, or like a space. */
const UNSEEN = /[\u00A0\u00AD\u061C\u1680\u180E\u2000-\u200F\u2028-\u202F\u205F-\u2064\u3000\uFEFF]/
/** Characters without width. Joiners belong to some scripts and to emoji, and so do not count. */
const NO_WIDTH = '\\u00AD\\u180E\\u200B\\u200E\\u200F\\u202A-\\u202E\\u2060-\\u2064\\u2066-\\u2069\\uFEFF'
export const HIDDEN: RegExp = new RegExp(`[${NO_WIDTH}]`)
/** The same, and blanks that are not the space of the space bar. */
export const HIDDEN_OR_BLANK: RegExp = new RegExp(
  `[${NO_WIDTH}\\u00A0\\u1680\\u2000-\\u200A\\u2028\\u2029\\u202F\\u205F\\u3000]`,
)
/** Letters of Cyrillic and Greek, and wide forms, that look like ASCII. */
const LOOKALIKE = /[\u0370-\u04FF\uFF01-\uFF5E]/

/** `U+00A0` for the first character of a text. */
export const unicodeName = (text: string): string =>
  `U+${text.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}`

/** The first such character of a word that should be plain, as `U+00A0`, and whether it can be seen; undefined without. */
export function strangeIn(word: string): { readonly name: string; readonly unseen: boolean } | undefined {
  const found = UNSEEN.exec(word)?.[0] ?? LOOKALIKE.exec(word)?.[0]
  return found === undefined ? undefined : { name: unicodeName(found), unseen: UNSEEN.test(found) }
}

/** The same in words: `the invisible character U+200B`. */
export function strangeWords(word: string): string | undefined {
  const found = strangeIn(word)
  return found && `${found.unseen ? 'the invisible character' : 'the lookalike character'} ${found.name}`
}
