/** The parts of addresses, percent-encoded: every address is made of them. */

/** A path as part of an address. */
export const encodePath = (path: string): string =>
  // Most paths are plain: there is nothing to encode.
  /^[\w/-]*$/.test(path) ? path : path.split('/').map(encodeURIComponent).join('/')

/** An anchor as the end of an address; nothing for `''`. */
export const fragment = (anchor: string): string => (anchor === '' ? '' : `#${encodeURIComponent(anchor)}`)

/** Text with its `%` escapes decoded; unchanged where one of them is malformed. */
export function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
