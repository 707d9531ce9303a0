/** Where diagnostics are documented. */

/** The released version, which documentation addresses are pinned to; a test compares it with `package.json`. */
export const version = '0.1.0'

/** The tool's repository. */
export const repository = 'https://github.com/alertbook/alertbook'

/** Address of the page on a code, for this version. */
export function docsUrl(code: string): string {
  return `${repository}/blob/v${version}/docs/checks/${code}.md`
}
