/**
 * A project's own look: a folder whose `style.css` is loaded after the theme's, whose `layouts.js` replaces single
 * layouts, and whose other files become assets. See `site/README.md`.
 */
import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { html, type Layouts, safeUrl, type Theme, trusted } from '../emit/site/index.ts'
import { messageOf } from '../text/message.ts'
import { crypto } from './crypto.ts'
import { SOURCE_LIMIT } from './read-source.ts'
import { readRegular } from './regular.ts'
import { hashesOf } from './theme.ts'
import { isOfProject } from './walk.ts'

/** Argument of the default export of `layouts.js`. */
export interface Tools {
  readonly html: typeof html
  readonly trusted: typeof trusted
  readonly safeUrl: typeof safeUrl
  /** The existing layouts: a replacement may call the one that it replaces. */
  readonly layouts: Layouts
}

/** The theme with the folder's changes; or a text that says what is wrong with the folder. */
export async function customTheme(theme: Theme, root: string, folder: string): Promise<Theme | string> {
  if (folder === '') return theme
  if (!isOfProject(root, folder))
    return `\`site.theme\` names \`${folder}\`, which is not a folder of the project`
  const assets: Record<string, string | Uint8Array> = { ...theme.assets }
  const prints = crypto()
    .createHash('sha256')
    .update(theme.version ?? '')
  let layouts = theme.layouts
  for (const name of filesOf(join(root, folder)) ?? []) {
    const path = join(root, folder, name)
    if (!isOfProject(root, join(folder, name)))
      return `\`${folder}/${name}\` is a symbolic link to something outside the project, or to nothing`
    const content = readRegular(path, SOURCE_LIMIT)
    if (!content) return `\`${folder}/${name}\` is not a regular file`
    if (content.length > SOURCE_LIMIT) return `\`${folder}/${name}\` is larger than ${SOURCE_LIMIT >> 20} MB`
    prints.update(name).update('\0').update(content)
    if (name === 'layouts.js' || name === 'layouts.mjs') {
      const own = await loadLayouts(path, theme.layouts)
      if (typeof own === 'string') return `\`${folder}/${name}\` ${own}`
      layouts = { ...layouts, ...own }
    } else assets[name === 'style.css' ? 'custom.css' : name] = content
  }
  if (!filesOf(join(root, folder))) return `\`site.theme\` names \`${folder}\`, which is not a folder`
  return { ...theme, version: prints.digest('hex'), layouts, assets, hashes: hashesOf(assets) }
}

function filesOf(folder: string): string[] | undefined {
  try {
    return readdirSync(folder)
      .filter(
        (name) =>
          !name.startsWith('.') && !statSync(join(folder, name), { throwIfNoEntry: false })?.isDirectory(),
      )
      .sort()
  } catch {
    return undefined
  }
}

async function loadLayouts(path: string, layouts: Layouts): Promise<Partial<Layouts> | string> {
  let made: unknown
  try {
    const module = (await import(pathToFileURL(path).href)) as { default?: (tools: Tools) => unknown }
    if (typeof module.default !== 'function') return 'has no default export that is a function'
    made = module.default({ html, trusted, safeUrl, layouts })
  } catch (error) {
    return `cannot be loaded: ${messageOf(error)}`
  }
  if (typeof made !== 'object' || made === null) return 'does not return an object of layouts'
  const unknown = Object.keys(made).find((name) => !Object.hasOwn(layouts, name))
  if (unknown !== undefined)
    return `returns an unknown layout \`${unknown}\`: there are ${Object.keys(layouts).join(', ')}`
  return made as Partial<Layouts>
}
