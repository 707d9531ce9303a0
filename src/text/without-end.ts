/**
 * A text without these characters at its end. A pattern such as `/\/+$/` tries again from each of many that are not at the
 * end, which takes the square of their number.
 */
export function withoutEnd(text: string, characters: string): string {
  let end = text.length
  while (end > 0 && characters.includes(text[end - 1]!)) end--
  return text.slice(0, end)
}
