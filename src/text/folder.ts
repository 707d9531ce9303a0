/**
 * A folder or path of the configuration, from the root of the project: slashes, no `./` at its beginning and no `/` at its
 * end; `''` for the root itself.
 */
export const plainPath = (path: string): string =>
  path
    .replaceAll('\\', '/')
    .replace(/^(?:\.\/)+|\/+$/g, '')
    .replace(/^\.$/, '')
