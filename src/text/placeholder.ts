/**
 * Recognises placeholder addresses, written by `alertbook init` or a manual for the reader to replace. Names of people
 * and projects may begin with `my` or `your` too (`mysql.github.io`), so only words that mean "yours" and nothing else
 * count.
 */
export function isPlaceholder(url: string): boolean {
  return standsForAddress(url) || /^https?:\/\/[^/]*[<>{}]/i.test(url)
}

const YOURS =
  /^(?:example|(?:your|my)[-_]?(?:own[-_]?)?(?:org(?:ani[sz]ation)?|company|corp|team|user(?:[-_]?name)?|name|account|project|repo|site|domain)|user-?name|owner|org)\.(?:github|gitlab)\.io$/i

/** The names that are nobody's, for texts such as manuals: RFC 2606 and RFC 6761. A name below them is none either. */
const RESERVED = /(?:^|\.)(?:example(?:\.(?:com|net|org|edu))?|[^.]+\.(?:invalid|test))\.?$/i

/** Whether the host of an address is written out and stands for the reader's own. */
export function standsForAddress(url: string): boolean {
  const host = hostOf(url)
  return host !== undefined && (YOURS.test(host) || RESERVED.test(host))
}

/** Whether the host of an address is one that only manuals use: `grafana.example.com`. */
export function isReserved(url: string): boolean {
  const host = hostOf(url)
  return host !== undefined && RESERVED.test(host)
}

/** The host of an address as written, without user and port; undefined for any other text. */
const hostOf = (url: string): string | undefined =>
  /^https?:\/\/(?:[^/?#@]*@)?([^/?#:]*)/i.exec(url.trim())?.[1]
