/** What an author's relative target is on the site. */
import type { BoundRule, Page } from '../../model.ts'
import { baseOf, type Context, encodePath } from './context.ts'

/** The address of the page that explains a rule, from the site's root. */
export function addressOf(rule: BoundRule): string {
  return encodePath(rule.page ?? '') + (rule.anchor ? `#${encodeURIComponent(rule.anchor)}` : '')
}

/**
 * A target as written in a runbook → an address from its page. A Markdown file becomes its page, a folder the
 * page of its index; other files of the repository become links into it. Query and fragment are kept.
 */
export function resolveTarget(context: Context, page: Page, target: string): string {
  if (target === '' || target.startsWith('#') || /^[a-z][a-z\d+.-]*:|^\/\//i.test(target)) return target
  const [, path, suffix] = /^([^?#]*)(.*)$/s.exec(target)!
  const file = join(page.runbook.source.path, decode(path!))
  const found = findPage(context, page, file, path!)
  if (found) return baseOf(page.path) + encodePath(found.path) + suffix
  const { repo, branch } = context.config.site
  if (repo === '') return target
  return `${repo}/blob/${encodePath(branch)}/${encodePath(file)}${suffix}`
}

function findPage(context: Context, page: Page, file: string, written: string): Page | undefined {
  const { pagesByFile, pagesByPath } = context
  const bare = file.replace(/\/$/, '')
  for (const candidate of [
    bare,
    `${bare}.md`,
    `${bare}/index.md`,
    `${bare}/_index.md`,
    `${bare}/README.md`,
  ]) {
    const found = pagesByFile.get(candidate)
    if (found) return found
  }
  const address = written.startsWith('/') ? written.slice(1) : join(`${page.path}x`, written)
  return pagesByPath.get(`${address.replace(/(?:\/?index\.html|\.html|\/)$/, '').toLowerCase()}/`)
}

/** A path relative to the folder of `from`; `..` stops at the root. */
export function join(from: string, target: string): string {
  const parts = target.startsWith('/') ? [] : from.split('/').slice(0, -1)
  for (const part of target.split('/')) {
    if (part === '..') parts.pop()
    else if (part !== '.' && part !== '') parts.push(part)
  }
  return parts.join('/') + (target.endsWith('/') ? '/' : '')
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
