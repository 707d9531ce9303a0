/**
 * The licences of packages bundled into `lib/`, as one text: most of them require their text to be included. In:
 * esbuild's metafiles, which list every file in a bundle. Throws if a package has no licence text.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** For packages with their licence only in the README. */
const IN_README = /^#+ *licen[cs]e\b.*\n([\s\S]*?)(?=^#|(?![\s\S]))/im

const LICENCE = /^(?:licen[cs]e|copying|notice)(?:[.-].*)?$/i

/** The folders of packages with files in a bundle: `node_modules/a/node_modules/b`. */
export function packagesOf(metafiles) {
  const folders = new Set()
  for (const { outputs } of metafiles)
    for (const { inputs } of Object.values(outputs))
      for (const [path, { bytesInOutput }] of Object.entries(inputs)) {
        const [folder] = /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(path) ?? []
        // Tree-shaken files are not in the bundle.
        if (folder !== undefined && bytesInOutput > 0)
          folders.add(folder.slice(folder.indexOf('node_modules/')))
      }
  return [...folders].sort()
}

/**
 * The text; `root`: the folder that contains `node_modules`. A licence text shared by several packages appears once.
 */
export function thirdParty(folders, root) {
  const texts = new Map()
  const packages = folders.map((folder) => {
    const manifest = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'))
    const { name, version, author } = manifest
    // Older packages have a list of licences.
    const license = manifest.license ?? manifest.licenses?.map(({ type }) => type).join(' or ')
    const files = readdirSync(join(root, folder))
      .filter((file) => LICENCE.test(file))
      .sort()
    const found = files.map((file) => readFileSync(join(root, folder, file), 'utf8').trim()).join('\n\n')
    const who = typeof author === 'object' ? author?.name : author
    const text = found || readmeText(join(root, folder)) || standardText(name, license, who)
    const same = texts.get(text) ?? []
    texts.set(text, [...same, `${name} ${version} (${license})`])
    return name
  })
  const head = `Alertbook is published under the Apache License 2.0 (see LICENSE). Its bundles hold code of the ${new Set(packages).size} packages
below, each under its own licence.
`
  const parts = [...texts].map(
    ([text, names]) => `${'─'.repeat(80)}\n${names.join('\n')}\n\n${text.replace(/\r\n/g, '\n')}\n`,
  )
  return `${head}\n${parts.join('\n')}`
}

/** The README's section on the licence, if it has the text and not just the name. */
function readmeText(folder) {
  const file = readdirSync(folder).find((name) => /^readme(?:\.|$)/i.test(name))
  const text = file && IN_README.exec(readFileSync(join(folder, file), 'utf8'))?.[1]?.trim()
  return text && /permission|redistribution/i.test(text) ? text : ''
}

/** The standard text of a licence that a package names but does not include. */
function standardText(name, license, author) {
  if (license !== 'MIT')
    throw new Error(`${name} is bundled, and its package has no licence text (${license})`)
  return `The MIT License

Copyright (c) ${author ?? `the authors of ${name}`}

Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated documentation
files (the "Software"), to deal in the Software without restriction, including without limitation the rights to use, copy,
modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit persons to whom the
Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the
Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE
WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR
COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE,
ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.`
}
