/** The shipped theme, built once for all tests of a file. */
import { buildAssets } from '../../site/assets.ts'
import { layouts } from '../../site/layouts/index.ts'
import type { Theme } from '../../src/emit/site/index.ts'

export async function theme(): Promise<Theme> {
  return { layouts, assets: await buildAssets() }
}
