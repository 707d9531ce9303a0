/** Pages that stand where a published page once was. */
import type { OutputFile } from '../../model.ts'
import { baseOf, type Context, encodePath, frame } from './context.ts'
import { safeUrl } from './html.ts'
import type { LinkView } from './view.ts'

/**
 * A page at `from` (a path under the base, `old/name/`) that goes on to `to` (`new/name/`, `new/#anchor`, or an
 * absolute address), with the query and fragment it was called with.
 */
export function redirectPage(context: Context, from: string, to: string): OutputFile {
  const { layouts } = context.theme
  const outside = /^https?:/i.test(to)
  const target = outside ? to : baseOf(from) + to
  const page = context.pagesByPath.get(to.replace(/[?#].*$/, ''))
  const base = frame(context, from, {
    title: page?.title ?? 'Moved',
    description: '',
    kind: 'redirect',
    twin: undefined,
  })
  const { url } = context.config.site
  const canonical = outside ? to : url === '' ? undefined : url + encodePath(to.replace(/[?#].*$/, ''))
  const view = { ...base, canonical, target: safeUrl(target), name: page?.title ?? to }
  return { path: `${from}index.html`, text: layouts.redirect(view, layouts).html }
}

/** A page at `from` that says an alert was removed, why, and what took its place (paths under the base). */
export function tombstonePage(
  context: Context,
  from: string,
  name: string,
  reason: string,
  successors: readonly string[] = [],
): OutputFile {
  const { layouts } = context.theme
  const base = frame(context, from, {
    title: `${name} (removed)`,
    description: reason,
    kind: 'tombstone',
    twin: undefined,
  })
  const links = successors.map((path): LinkView => {
    const page = context.pagesByPath.get(path.replace(/#.*$/, ''))
    return { href: baseOf(from) + path, text: page?.title ?? path }
  })
  const view = { ...base, canonical: undefined, name, reason, successors: links }
  return { path: `${from}index.html`, text: layouts.tombstone(view, layouts).html }
}
