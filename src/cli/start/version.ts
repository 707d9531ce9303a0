/** The tool's version, inserted by the bundler from `package.json`. */
declare const ALERTBOOK_VERSION: string | undefined
/** A hash of the tool's own code, inserted by the bundler: caches of another build are never trusted. */
declare const ALERTBOOK_STAMP: string | undefined

export const VERSION: string = typeof ALERTBOOK_VERSION === 'string' ? ALERTBOOK_VERSION : '0.0.0-source'
export const STAMP: string = typeof ALERTBOOK_STAMP === 'string' ? ALERTBOOK_STAMP : 'source'
