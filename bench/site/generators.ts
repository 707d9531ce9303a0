/**
 * VitePress and Starlight on the same pages, set up as they document: search, a sidebar of all pages, the default
 * theme. They are installed into the folder of the benchmark, never into the project.
 */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Pages, prepareOthers, run } from './pages.ts'

const PACKAGES = ['vitepress@1.6.4', 'astro@5.18.0', '@astrojs/starlight@0.36.3']

/** A built site and where its pages are. */
export interface Built {
  readonly name: string
  /** Folder with the files to serve. */
  readonly folder: string
  /** Address of the page for a Markdown file. */
  pageOf(file: string): string
  /** Wall time of a build in seconds. */
  readonly seconds: number
}

/** Installs both into `folder/generators`, once. */
export function install(folder: string): string {
  const home = join(folder, 'generators')
  if (existsSync(join(home, 'node_modules/vitepress')) && existsSync(join(home, 'node_modules/astro')))
    return home
  mkdirSync(home, { recursive: true })
  writeFileSync(join(home, 'package.json'), '{"private":true,"type":"module"}\n')
  run('npm', ['install', '--no-audit', '--no-fund', ...PACKAGES], home)
  return home
}

/** NaN if an earlier run has already built the site, in a kept folder. */
function timed(dist: string, work: () => void): number {
  if (existsSync(join(dist, 'index.html'))) return Number.NaN
  const start = performance.now()
  work()
  return (performance.now() - start) / 1000
}

export function buildVitePress(home: string, pages: Pages): Built {
  const root = join(home, 'vitepress-site')
  const files = prepareOthers(root, pages)
  const items = files
    .filter((file) => !file.endsWith('index.md'))
    .map((file) => ({ text: file.replace(/^.*\/|\.md$/g, ''), link: `/${file.replace(/\.md$/, '')}` }))
  mkdirSync(join(root, '.vitepress'), { recursive: true })
  writeFileSync(
    join(root, '.vitepress/config.mjs'),
    `export default {
  title: 'Runbooks', cleanUrls: true, ignoreDeadLinks: true,
  themeConfig: { search: { provider: 'local' }, sidebar: ${JSON.stringify([{ text: 'Runbooks', items }])} },
}
`,
  )
  const folder = join(root, '.vitepress/dist')
  const seconds = timed(folder, () => run(join(home, 'node_modules/.bin/vitepress'), ['build', root], home))
  return {
    name: 'VitePress',
    folder,
    pageOf: (file) => `/${file.replace(/(?:_?index)?\.md$/, '')}`,
    seconds,
  }
}

export function buildStarlight(home: string, pages: Pages): Built {
  const root = join(home, 'starlight-site')
  prepareOthers(join(root, 'src/content/docs'), pages)
  const config = `import starlight from '@astrojs/starlight'
import { defineConfig } from 'astro/config'
export default defineConfig({
  site: 'https://runbooks.corp',
  integrations: [starlight({
    title: 'Runbooks',
    sidebar: [{ label: 'Runbooks', autogenerate: { directory: 'runbooks' } }],
  })],
})
`
  const content = `import { docsLoader } from '@astrojs/starlight/loaders'
import { docsSchema } from '@astrojs/starlight/schema'
import { defineCollection } from 'astro:content'
export const collections = { docs: defineCollection({ loader: docsLoader(), schema: docsSchema() }) }
`
  writeFileSync(join(root, 'astro.config.mjs'), config)
  writeFileSync(join(root, 'src/content.config.mjs'), content)
  writeFileSync(join(root, 'package.json'), '{"private":true,"type":"module"}\n')
  const folder = join(root, 'dist')
  const seconds = timed(folder, () =>
    run(join(home, 'node_modules/.bin/astro'), ['build', '--root', root], home),
  )
  return {
    name: 'Starlight',
    folder,
    pageOf: (file) => `/${file.replace(/(?:\/?_?index)?\.md$/, '').toLowerCase()}/`.replace('//', '/'),
    seconds,
  }
}
