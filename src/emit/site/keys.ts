/**
 * What a page depends on, as a short key: two builds that give a page the same key give it the same bytes, so
 * a page whose key did not change need not be made again. "Remembered equals fresh" is a law of the tests.
 */
import type { BoundRule, OutputFile, Page } from '../../model.ts'
import { type Context, sourceOf } from './context.ts'
import { hash } from './hash.ts'

/** A file that is made when its text is asked for, once. */
export function lazyFile(path: string, key: string | undefined, make: () => string | Uint8Array): OutputFile {
  let made: string | Uint8Array | undefined
  return {
    path,
    ...(key !== undefined && { key }),
    get text(): string | Uint8Array {
      made ??= make()
      return made
    },
  }
}

const ruleFacts = (rule: BoundRule): unknown => [
  rule.kind,
  rule.name,
  rule.group,
  rule.page,
  rule.anchor,
  rule.link,
  rule.rule.expr?.value.value,
  rule.rule.for?.value.value,
  rule.rule.keepFiringFor?.value.value,
  rule.labels.map(({ key, value }) => [key, value]),
  rule.annotations.map(({ key, value }) => [key, value]),
]

/**
 * The key of a page. Every page may show anything of any rule, and the title and head of any other page; of
 * texts it shows its own alone, and of history its own file's.
 */
export function pageKeys(context: Context): (page: Page) => string {
  const { program, config, theme, facts } = context
  const { addresses } = program
  const shared = hash(
    JSON.stringify([
      theme.version,
      [...context.versions],
      config,
      addresses,
      program.today,
      program.groups.map(({ name, interval }) => [name, interval]),
      program.rules.map(ruleFacts),
      program.pages.map(({ path, title, runbook }) => [
        path,
        title,
        runbook.source.path,
        runbook.frontmatter,
      ]),
    ]),
  )
  return (page) => {
    const file = page.runbook.source.path
    const own = [
      shared,
      file,
      hash(program.texts.get(file) ?? ''),
      page.rules.map((rule) => sourceOf(context, rule.file, rule.rule.range.start)),
      page.links.map(({ link: _, ...bound }) => bound),
      facts.history?.get(file)?.[0],
    ]
    return hash(JSON.stringify(own))
  }
}
