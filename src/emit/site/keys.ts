/** Keys of the site's files: see `../keys.ts`. */
import type { Page, Program, Runbook } from '../../model.ts'
import { ruleFacts, rulesKey } from '../keys.ts'
import { type Context, sourceOf } from './context.ts'
import { hash } from './hash.ts'

/** The values of a frontmatter without their places. */
const head = ({ frontmatter }: Runbook): unknown[] =>
  Object.entries(frontmatter).map(([key, value]: [string, unknown]) =>
    key === 'range' ? 0 : Array.isArray(value) ? value.map(plain) : plain(value),
  )

function plain(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  if ('value' in value && 'key' in value) return [plain(value.key), plain(value.value)]
  return 'value' in value ? value.value : value
}

function once(make: () => string): () => string {
  let made: string | undefined
  return () => {
    made ??= make()
    return made
  }
}

/** What pages show of addresses that are gone: not the record itself, which a build brings up to date. */
function moved({ addresses: { redirects, tombstones, anchors } }: Program): string {
  const isPlace = (key: string): boolean => key === 'file' || key === 'range'
  return JSON.stringify([redirects, tombstones, anchors], (key, value) => (isPlace(key) ? undefined : value))
}

export interface SiteKeys {
  /**
   * A page may show anything of any rule, and the title and head of any other page; of texts it shows its own
   * alone, and of history its own file's.
   */
  page(page: Page): string
  /** Lists of everything: of texts they show headings and summaries, and all of the index. */
  lists(): string
}

export function siteKeys(context: Context): SiteKeys {
  const { program, config, theme, facts } = context
  const shared = once(() =>
    hash(
      JSON.stringify([
        theme.version,
        [...context.versions],
        config,
        moved(program),
        program.today,
        program.groups.map(({ name, interval }) => [name, interval]),
        program.rules.map(ruleFacts),
        program.pages.map(({ path, title, runbook }) => [path, title, runbook.source.path, head(runbook)]),
      ]),
    ),
  )
  const textOf = (page: Page): string => hash(program.texts.get(page.runbook.source.path) ?? '')
  return {
    page(page) {
      const file = page.runbook.source.path
      const own = [
        shared(),
        file,
        textOf(page),
        page.rules.map((rule) => sourceOf(context, rule.file, rule.rule.range.start)),
        page.links.map(({ link: _, ...bound }) => bound),
        facts.history?.get(file)?.[0],
        page.links.map((link) => link.kind === 'file' && facts.files?.has(link.file)),
      ]
      return hash(JSON.stringify(own))
    },
    lists: once(() =>
      hash(
        JSON.stringify([
          shared(),
          rulesKey(program, ''),
          program.pages.map(({ runbook }) => [runbook.summary, runbook.headings.map(({ text }) => text)]),
          program.pages
            .filter(({ path }) => path === '')
            .map((page) => [textOf(page), page.links.map(({ link: _, ...bound }) => bound)]),
          facts.commit,
          facts.history && [...facts.history],
        ]),
      ),
    ),
  }
}
