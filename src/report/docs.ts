/** Where a diagnostic is explained. */

/** The released version the addresses are pinned to; a test holds it against `package.json`. */
export const version = '0.1.0'

/** Where the tool comes from. */
export const repository = 'https://github.com/alertbook/alertbook'

/** Address of the page that explains a code, as of this version. */
export function docsUrl(code: string): string {
  return `${repository}/blob/v${version}/docs/checks/${code}.md`
}
