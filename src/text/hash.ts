/** A short fingerprint to distinguish versions of a file: FNV-1a in two halves. Not for secrets. */
export function hash(content: string | Uint8Array): string {
  return typeof content === 'string' ? hashText(content) : hashBytes(content)
}

// Two loops: one that handles both kinds of input is slow.
function hashText(text: string): string {
  let a = A
  let b = B
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    a = Math.imul(a ^ unit, 0x01000193)
    b = Math.imul(b ^ unit, 0x85ebca6b)
  }
  return shown(a) + shown(b)
}

function hashBytes(bytes: Uint8Array): string {
  let a = A
  let b = B
  for (const byte of bytes) {
    a = Math.imul(a ^ byte, 0x01000193)
    b = Math.imul(b ^ byte, 0x85ebca6b)
  }
  return shown(a) + shown(b)
}

const A = 0x811c9dc5
const B = 0x01000193

const shown = (half: number): string => (half >>> 0).toString(36)
