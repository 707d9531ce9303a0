import type { Redirect } from '../model.ts'
import { withoutQuery } from '../text/address.ts'
import type { Finding, ProgramCheck } from './check.ts'

const isOutside = (to: string): boolean => /^https?:/i.test(to)

export const redirectLoop: ProgramCheck = {
  code: 'redirect-loop',
  severity: 'error',
  summary:
    'Every redirect ends at a page: none leads in a circle, to nothing, or away from a page that is there.',
  *run({ pages, pageAt, addresses }) {
    const paths = new Set([...pages.map(({ path }) => path), ...addresses.tombstones.map(({ from }) => from)])
    const first = new Map<string, Redirect>()
    for (const redirect of addresses.redirects) {
      const { file, range, from, to } = redirect
      const page = pageAt(from)
      // An alias that is the page's own address says nothing wrong.
      if (page && withoutQuery(to) === page.path) continue
      const other = first.get(from)
      if (page) {
        yield {
          file,
          range,
          message: `The redirect from \`/${from}\` is never taken: a page is there`,
          hint: 'remove it, or rename the page',
          related: [
            { file: page.runbook.source.path, range: { start: 0, end: 0 }, message: 'this page is there' },
          ],
        }
      } else if (other && other.to !== to) {
        yield {
          file,
          range,
          message: `\`/${from}\` is redirected twice, and the two lead to different pages`,
          hint: 'keep the one of the page that replaced it',
          related: [{ file: other.file, range: other.range, message: 'the first one' }],
        }
      } else first.set(from, redirect)
    }
    for (const redirect of first.values()) yield* follow(redirect, first, paths)
  },
}

/** Follows a redirect to its end. */
function* follow(
  start: Redirect,
  redirects: ReadonlyMap<string, Redirect>,
  paths: ReadonlySet<string>,
): Iterable<Finding> {
  const { file, range, from } = start
  const seen = new Set([from])
  for (let at = start; ; ) {
    if (isOutside(at.to)) return
    const path = withoutQuery(at.to)
    if (paths.has(path)) return
    const next = redirects.get(path)
    if (seen.has(path)) {
      yield {
        file,
        range,
        message: `The redirect from \`/${from}\` leads in a circle: ${[...seen, path].map((one) => `\`/${one}\``).join(' → ')}`,
        hint: 'point one of them at a page',
      }
      return
    }
    if (!next) {
      yield {
        file,
        range,
        message: `The redirect from \`/${from}\` leads to \`/${path}\`, where there is no page`,
        hint: 'name the page that replaced it',
      }
      return
    }
    seen.add(path)
    at = next
  }
}
