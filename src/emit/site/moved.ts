/** Pages at addresses that were published once: they redirect, or say what became of the page. */
import type { OutputFile, Redirect, Tombstone } from '../../model.ts'
import { encodePath } from '../../text/address.ts'
import { pagePath } from '../../text/page-path.ts'
import { MARKDOWN } from '../../text/path.ts'
import { formerActions } from './actions.ts'
import { baseOf, type Context, frame } from './context.ts'
import { safeUrl } from './html.ts'
import { redirectsToTheEnd } from './redirects.ts'
import type { ChangeView, LinkView } from './view.ts'

/** Pages for moved and removed addresses; never replaces a page. */
export function movedPages(context: Context): OutputFile[] {
  const { pagesByPath, program } = context
  const files = new Map<string, OutputFile>()
  const offer = (from: string, file: OutputFile): void => {
    if (!pagesByPath.has(from) && !files.has(file.path)) files.set(file.path, file)
  }
  const makers = new Map(
    [...program.addresses.tombstones, ...program.addresses.redirects].map(({ file, range, from }) => [
      fileOf(from),
      { file, range },
    ]),
  )
  for (const redirect of redirectsToTheEnd(program.addresses))
    offer(redirect.from, redirectPage(context, redirect))
  for (const tombstone of program.addresses.tombstones)
    offer(tombstone.from, tombstonePage(context, tombstone))
  return [...files.values()].map((file) => ({ ...file, maker: makers.get(file.path) }))
}

const fileOf = (path: string): string => (path.endsWith('/') ? `${path}index.html` : path)

function redirectPage(context: Context, { from, to }: Pick<Redirect, 'from' | 'to'>): OutputFile {
  const { layouts } = context.theme
  const outside = /^https?:/i.test(to)
  const { path, href } = within(from, to)
  const page = context.pagesByPath.get(path)
  const base = frame(context, from, {
    title: page?.title ?? 'Moved',
    description: '',
    kind: 'redirect',
    twin: undefined,
  })
  const target = safeUrl(outside ? to : href)
  const { url } = context.config.site
  const canonical = outside ? to : url === '' ? undefined : url + encodePath(path)
  const view = { ...base, canonical, target, name: page?.title ?? to }
  return {
    path: fileOf(from),
    make: () => layouts.redirect(view, layouts).html,
    ...(page && { leadsTo: fileOf(path) }),
  }
}

function tombstonePage(context: Context, { from, name, alerts, reason, see }: Tombstone): OutputFile {
  const { layouts } = context.theme
  const base = frame(context, from, {
    title: `${name} (removed)`,
    description: reason || `The runbook of ${alerts.join(', ') || name} was removed`,
    kind: 'tombstone',
    twin: undefined,
  })
  const links = see.map((to): LinkView => {
    const { path, href } = within(from, to)
    return { href, text: context.pagesByPath.get(path)?.title ?? path }
  })
  const view = {
    ...base,
    canonical: undefined,
    name,
    alerts: alerts.map((alert) => ({ name: alert, actions: formerActions(context, alert) })),
    removed: removalOf(context, from),
    reason,
    successors: links,
  }
  return { path: fileOf(from), make: () => layouts.tombstone(view, layouts).html }
}

/** A recorded address: the path of its page, and the way there from another. */
function within(from: string, to: string): { readonly path: string; readonly href: string } {
  const [path, fragment] = to.split('#') as [string, string | undefined]
  return { path, href: baseOf(from) + encodePath(path) + (fragment === undefined ? '' : `#${fragment}`) }
}

/** The last change to the file once published here: the one that removed it. */
function removalOf({ facts, config }: Context, from: string): ChangeView | undefined {
  for (const [file, changes] of facts.history ?? []) {
    const last = changes[0]
    if (last === undefined || !MARKDOWN.test(file) || pagePath(file, config) !== from) continue
    const url = config.site.repo === '' ? undefined : `${config.site.repo}/commit/${last.commit}`
    return { ...last, date: last.date.slice(0, 10), url }
  }
  return undefined
}
