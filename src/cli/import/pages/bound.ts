/** Pages of a wiki and their alerts: those that would not find each other by themselves are bound explicitly. */
import { compileParsed } from '../../../compile-parsed.ts'
import type { Config, Parsed, Runbook, Source } from '../../../model.ts'
import { parse } from '../../../parse/index.ts'
import { addAlerts } from '../edits.ts'

/** A page as it is to be written. */
export interface Bindable {
  readonly path: string
  readonly text: string
  readonly alerts: readonly { readonly name: string }[]
}

/** The project, and rule files that are imported along. */
export interface Project {
  readonly config: Config
  readonly sources: readonly Source[]
  readonly parsed: readonly Parsed[]
}

/** Pages that name in their frontmatter those of their alerts that would not find them by themselves. */
export function bound<T extends Bindable>(placed: readonly T[], { config, sources, parsed }: Project): T[] {
  const paths = new Set(placed.map(({ path }) => path))
  const others = sources
    .map((source, at) => ({ source, parsed: parsed[at]! }))
    .filter(({ source }) => !paths.has(source.path))
  const own = placed.map(({ path, text }) => ({ path, text }))
  const runbooks = own.map(parse) as Runbook[]
  const { program } = compileParsed(
    [...others.map((one) => one.parsed), ...runbooks],
    [...others.map(({ source }) => source), ...own],
    config,
    { checks: [] },
  )
  const pageOf = new Map(program.rules.map(({ name, page }) => [name, page]))
  const addressOf = new Map(program.pages.map(({ runbook, path }) => [runbook.source.path, path]))
  return placed.map((one, at) => {
    const lacking = one.alerts.filter(({ name }) => pageOf.get(name) !== addressOf.get(one.path))
    return {
      ...one,
      text: addAlerts(
        one.text,
        runbooks[at]!,
        lacking.map(({ name }) => name),
      ),
    }
  })
}
