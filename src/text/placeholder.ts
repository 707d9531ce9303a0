/** An address that `alertbook init` or a manual writes where the reader's own belongs; nothing leads there. */
export function isPlaceholder(url: string): boolean {
  return /^https?:\/\/(?:example\.(?:github|gitlab)\.io|(?:your|my)[\w-]*\.(?:github|gitlab)\.io|[^/]*[<>{}])/i.test(
    url,
  )
}
