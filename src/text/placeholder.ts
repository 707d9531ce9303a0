/**
 * An address that `alertbook init` or a manual writes where the reader's own belongs; nothing leads there. Names of people
 * and projects may begin with `my` or `your` too (`mysql.github.io`): only what says "yours" and nothing else counts.
 */
export function isPlaceholder(url: string): boolean {
  return /^https?:\/\/(?:(?:example|(?:your|my)[-_]?(?:own[-_]?)?(?:org(?:ani[sz]ation)?|company|corp|team|user(?:[-_]?name)?|name|account|project|repo|site|domain)|user-?name|owner|org)\.(?:github|gitlab)\.io|[^/]*[<>{}])/i.test(
    url,
  )
}
