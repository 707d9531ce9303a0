/**
 * `cases.Title` with `NoLower` (golang.org/x/text/cases), which `title` calls since Prometheus 3.2: the first letter of
 * each word becomes a capital, and the rest stays. Its words are nearly Unicode's, so that `it's` and `a.b` are one. That
 * Unicode's properties give the same verdict as its tables was tried for every character.
 */
import { type Bytes, encode, runes } from './go/bytes.ts'

const CASED = /\p{Cased}/u
/** Within a word where a letter is on both sides. */
const MIDDLE = /['.:\u00b7\u0387\u055f\u05f4\u2018\u2019\u2024\u2027\ufe13\ufe52\ufe55\uff07\uff0e\uff1a]/u
/** Never ends a word. */
const LETTER =
  /[\p{Alphabetic}\p{M}\p{Nd}\p{Pc}\p{Cf}\p{Emoji_Modifier}\u00b8\u02c2-\u02c5\u02d2-\u02d7\u02de\u02df\u02e5-\u02eb\u02ed\u02ef-\u02ff\u055a-\u055c\u055e\u058a\u05f3\u066b\u19da\u202f\ua708-\ua716\ua720\ua721\ua789\ua78a\uab5b]/u
/** Letters of scripts that write no spaces, each of which is a word by itself. */
const ALONE =
  /(?=[\p{L}\p{Nl}])(?![\u303c\uff9e\uff9f])[\p{Ideographic}\p{scx=Hira}\p{scx=Kana}\p{sc=Thai}\p{sc=Laoo}\p{sc=Khmr}\p{sc=Mymr}\p{sc=Tale}\p{sc=Talu}\p{sc=Lana}\p{sc=Tavt}\p{sc=Ahom}]|\u200b/u

type Kind = 'letter' | 'middle' | 'end'

function kindOf(char: string): Kind {
  if (MIDDLE.test(char)) return 'middle'
  return /[0-9_]/.test(char) || (LETTER.test(char) && !ALONE.test(char)) ? 'letter' : 'end'
}

/** Capitals of two letters, of which only the first is one in a title. */
const DIGRAPHS: ReadonlyMap<string, string> = new Map(
  ['Ǆǅǆ', 'Ǉǈǉ', 'Ǌǋǌ', 'Ǳǲǳ'].flatMap((all) => [...all].map((char) => [char, all[1]!] as const)),
)

/** The capital of one character, in a title. */
export function capital(char: string): string {
  const digraph = DIGRAPHS.get(char)
  if (digraph !== undefined) return digraph
  // Georgian has capitals, which titles do not use.
  if (/[\u10d0-\u10ff]/.test(char)) return char
  const [first = '', ...rest] = char.toUpperCase()
  if (rest.length === 0) return first
  // A Greek iota below a letter is a letter of its own in capitals alone.
  if (char >= '\u1f80' && rest.at(-1) === '\u0399') {
    const composed = [first, ...rest.slice(0, -1), '\u0345'].join('')
    return rest.length === 1 ? composed.normalize('NFC') : composed
  }
  const hasCase = CASED.test(first) && !/\p{Lm}/u.test(first)
  return first + (hasCase ? rest.join('').toLowerCase() : rest.join(''))
}

export function titleWords(text: Bytes): Bytes {
  let out = ''
  let at = 0
  let inWord = false
  let wasMiddle = false
  for (const { rune, size, valid } of runes(text)) {
    const char = String.fromCodePoint(rune)
    const isCased = valid && CASED.test(char)
    const kind = valid ? kindOf(char) : 'end'
    if (wasMiddle && kind === 'middle') inWord = false
    out += isCased && !inWord ? encode(capital(char)) : text.slice(at, at + size)
    if (isCased) inWord = true
    else if (kind === 'end') inWord = false
    wasMiddle = kind === 'middle'
    at += size
  }
  return out
}
