/** Parts of addresses, percent-encoded: every address is built from them. */

/** A path as part of an address. */
export const encodePath = (path: string): string =>
  // Most paths are plain and need no encoding.
  /^[\w/-]*$/.test(path) ? path : path.split('/').map(encodeURIComponent).join('/')

/** An anchor as the end of an address; empty for `''`. */
export const fragment = (anchor: string): string => (anchor === '' ? '' : `#${encodeURIComponent(anchor)}`)

/** Decodes the `%` escapes of a text; unchanged if one is malformed. */
export function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** Whether a text begins as a whole address of the web. */
export const isWebAddress = (text: string): boolean => /^https?:\/\//i.test(text)

/** An address, or a path, without its query and its fragment. */
export const withoutQuery = (address: string): string => address.replace(/[?#].*$/s, '')

/** Whether the target of a link is an address whose scheme was left out. */
export const isHost = (target: string): boolean =>
  /^www\./i.test(target) ||
  /^[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|io|dev|local|internal|corp)(?:[/?#:]|$)/i.test(target)
