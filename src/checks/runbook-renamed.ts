import type { BoundRule, Program } from '../model.ts'
import { alike, wordsOf } from '../text/likeness.ts'
import type { Finding, ProgramCheck } from './check.ts'
import { type Orphan, orphans, pageless } from './orphans.ts'

/** An expression without its white space. */
const bare = (expr: string | undefined): string => (expr ?? '').replace(/\s+/g, '')

/** The expressions that copies on the orphan's page show for its alert. */
function copiedExprs({ page, name }: Orphan): Set<string> {
  const rules = page.runbook
    .copies()
    .flatMap(({ groups }) => groups)
    .flatMap((group) => group.rules)
  const exprs = rules
    .filter(({ alert }) => alert?.value.value === name)
    .map(({ expr }) => bare(expr?.value.value))
  return new Set(exprs.filter((expr) => expr !== ''))
}

/** The alert that an orphan probably became, and whether that is certain: by its expression, or by its letters. */
function successor(
  orphan: Orphan,
  alerts: readonly BoundRule[],
): { alert: BoundRule; certain: boolean } | undefined {
  const exprs = copiedExprs(orphan)
  const same = alerts.filter(({ rule }) => exprs.has(bare(rule.expr?.value.value)))
  if (same.length === 1) return { alert: same[0]!, certain: true }
  const spelt = alerts.filter(({ name }) => wordsOf(name).join('') === wordsOf(orphan.name).join(''))
  if (spelt.length === 1) return { alert: spelt[0]!, certain: true }
  const near = alike(
    orphan.name,
    alerts.map(({ name }) => name),
  )
  const alert = alerts.find(({ name }) => name === near)
  return alert && { alert, certain: false }
}

export const runbookRenamed: ProgramCheck = {
  code: 'runbook-renamed',
  severity: 'warning',
  summary: 'An alert that got a new name took its runbook with it.',
  *run(program) {
    const alerts = pageless(program)
    for (const orphan of orphans(program)) {
      const found = successor(orphan, alerts)
      if (found) yield renamed(orphan, found)
    }
    yield* movedFiles(program)
  },
}

function renamed(
  { file, range, name, by, text }: Orphan,
  { alert, certain }: NonNullable<ReturnType<typeof successor>>,
): Finding {
  return {
    file,
    range,
    message: `Unexpected runbook for \`${name}\`, which has no rule, beside alert \`${alert.name}\`, which has no runbook: this looks like one alert renamed`,
    hint:
      by === 'name'
        ? `add \`alerts: [${alert.name}]\` to the frontmatter, or rename the page`
        : `write \`${alert.name}\``,
    related: [
      { file: alert.file, range: alert.rule.alert!.value.range, message: 'the alert without a runbook' },
    ],
    ...(certain &&
      text && {
        fix: { title: `Rename to ${alert.name}`, edits: [{ file, range: text.range, text: alert.name }] },
      }),
  }
}

/** Shortcodes whose alert stands in another rule file than they name. */
function* movedFiles({ pages }: Program): Iterable<Finding> {
  for (const { runbook, refs } of pages) {
    for (const { ref, rules, elsewhere } of refs) {
      const rule = rules[0]
      if (!elsewhere || !rule || rule.file === runbook.source.path) continue
      yield {
        file: runbook.source.path,
        range: ref.range,
        message: `Unexpected rule file \`${ref.file}\` for alert \`${rule.name}\`, expected \`${rule.file}\``,
        hint: 'name the file the alert stands in',
        related: [
          {
            file: rule.file,
            range: rule.rule.alert?.value.range ?? rule.rule.range,
            message: 'the alert is here',
          },
        ],
      }
    }
  }
}
