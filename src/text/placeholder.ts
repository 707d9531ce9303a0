/**
 * Recognises placeholder addresses, written by `alertbook init` or a manual for the reader to replace. Names of people
 * and projects may begin with `my` or `your` too (`mysql.github.io`), so only words that mean "yours" and nothing else
 * count.
 */
export function isPlaceholder(url: string): boolean {
  return /^https?:\/\/(?:(?:example|(?:your|my)[-_]?(?:own[-_]?)?(?:org(?:ani[sz]ation)?|company|corp|team|user(?:[-_]?name)?|name|account|project|repo|site|domain)|user-?name|owner|org)\.(?:github|gitlab)\.io|[^/]*[<>{}])/i.test(
    url,
  )
}
