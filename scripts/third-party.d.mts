/** The part of an esbuild metafile that is read. */
interface Metafile {
  readonly outputs: Readonly<Record<string, unknown>>
}
export function packagesOf(metafiles: readonly Metafile[]): string[]
export function thirdParty(folders: readonly string[], root: string): string
