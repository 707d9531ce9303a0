/** Bytes as text without loss: a byte that is not UTF-8 becomes a lone surrogate. */

const strict = /* @__PURE__ */ new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** Decodes UTF-8; a byte that is not valid UTF-8 becomes the lone surrogate U+DC00 + byte. */
export function decodeUtf8(bytes: Uint8Array): string {
  try {
    return strict.decode(bytes)
  } catch {
    let out = ''
    for (let at = 0; at < bytes.length; ) {
      const length = sequenceLength(bytes, at)
      out +=
        length === 0
          ? String.fromCharCode(0xdc00 + bytes[at]!)
          : strict.decode(bytes.subarray(at, at + length))
      at += length || 1
    }
    return out
  }
}

/** Length in bytes of the well-formed UTF-8 sequence at `at`, or 0. */
function sequenceLength(bytes: Uint8Array, at: number): number {
  const first = bytes[at]!
  if (first < 0x80) return 1
  const length = first >= 0xf0 && first < 0xf5 ? 4 : first >= 0xe0 ? 3 : first >= 0xc2 ? 2 : 0
  if (length === 0 || first >= 0xf5) return 0
  for (let i = 1; i < length; i++) if (((bytes[at + i] ?? 0) & 0xc0) !== 0x80) return 0
  const second = bytes[at + 1]!
  if (first === 0xe0 && second < 0xa0) return 0
  if (first === 0xed && second >= 0xa0) return 0
  if (first === 0xf0 && second < 0x90) return 0
  if (first === 0xf4 && second >= 0x90) return 0
  return length
}

/** A lone surrogate: here, a byte that is not UTF-8. */
export const LONE_SURROGATE: RegExp = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/

/** Whether a text represents valid UTF-8: it has no lone surrogates. */
export function isWellFormed(text: string): boolean {
  return !LONE_SURROGATE.test(text)
}

/** Replaces every lone surrogate by U+FFFD, as encoders do. */
export const wellFormed = (text: string): string => text.replace(new RegExp(LONE_SURROGATE, 'g'), '\ufffd')

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
