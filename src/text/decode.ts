/** Bytes of a file → its text. */
import { decodeUtf8 } from './bytes.ts'

/**
 * Decodes a file as go-yaml does (`yaml_parser_determine_encoding`): UTF-8, or UTF-16 if a byte-order mark says so.
 * Removes the mark. A byte that is not UTF-8 becomes the lone surrogate U+DC00 + byte, which `parseYaml` reports at its
 * place.
 */
export function decodeText(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes)
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes)
  const text = decodeUtf8(bytes)
  return text.startsWith('\ufeff') ? text.slice(1) : text
}
