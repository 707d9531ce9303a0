import type { BoundRule, Program } from '../model.ts'
import { groupBy } from '../text/group-by.ts'
import { wordsOf } from '../text/likeness.ts'
import type { Finding, ProgramCheck } from './check.ts'
import { atName } from './shared/in-expr.ts'
import { type Orphan, orphans, pageless } from './shared/orphans.ts'

/** An expression without white space. */
const bare = (expr: string | undefined): string => (expr ?? '').replace(/\s+/g, '')

/** The expressions that copies on pages show, by page and alert; the copies of each page are read once. */
function copiedExprs(): (orphan: Orphan) => ReadonlySet<string> {
  const byPage = new Map<Orphan['page'], ReadonlyMap<string, ReadonlySet<string>>>()
  const read = (page: Orphan['page']): ReadonlyMap<string, ReadonlySet<string>> => {
    const rules = page.runbook.copies().flatMap(({ groups }) => groups.flatMap((group) => group.rules))
    const byAlert = groupBy(rules, ({ alert }) => alert?.value.value ?? '')
    const exprs = [...byAlert].map(([name, same]): [string, ReadonlySet<string>] => [
      name,
      new Set(same.map(({ expr }) => bare(expr?.value.value)).filter((expr) => expr !== '')),
    ])
    return new Map(exprs)
  }
  return ({ page, name }) => {
    const known = byPage.get(page) ?? read(page)
    byPage.set(page, known)
    return known.get(name) ?? new Set()
  }
}

/**
 * The alert that an orphan certainly became: the one with the expression of its copy, or with the same letters. Similar
 * names are as often two alerts, and a responder would land on the wrong page.
 */
function successor(
  orphan: Orphan,
  alerts: readonly BoundRule[],
  exprs: ReadonlySet<string>,
): BoundRule | undefined {
  const same = alerts.filter(({ rule }) => exprs.has(bare(rule.expr?.value.value)))
  if (same.length === 1) return same[0]
  const spelt = alerts.filter(({ name }) => wordsOf(name).join('') === wordsOf(orphan.name).join(''))
  return spelt.length === 1 ? spelt[0] : undefined
}

export const runbookRenamed: ProgramCheck = {
  code: 'runbook-renamed',
  severity: 'warning',
  needsAll: true,
  summary: 'An alert that was renamed keeps its runbook.',
  *run(program) {
    const alerts = pageless(program)
    const exprsOf = copiedExprs()
    for (const orphan of alerts.length > 0 ? orphans(program) : []) {
      const alert = successor(orphan, alerts, exprsOf(orphan))
      if (alert) yield renamed(orphan, alert)
    }
    yield* movedFiles(program)
  },
}

function renamed({ file, range, name, by, text }: Orphan, alert: BoundRule): Finding {
  return {
    file,
    range,
    message: `\`${name}\` has no rule, and alert \`${alert.name}\` has no runbook: they are the same alert, renamed`,
    hint:
      by === 'name'
        ? `add \`alerts: [${alert.name}]\` to the frontmatter, or rename the page`
        : `write \`${alert.name}\``,
    related: [{ ...atName(alert), message: 'the alert without a runbook' }],
    ...(text && {
      fix: { title: `Rename to ${alert.name}`, edits: [{ file, range: text.range, text: alert.name }] },
    }),
  }
}

/** Shortcodes whose alert is in another rule file than the one they name. */
function* movedFiles({ pages }: Program): Iterable<Finding> {
  for (const { runbook, refs } of pages) {
    for (const { ref, rules, elsewhere } of refs) {
      const rule = rules[0]
      if (!elsewhere || !rule || rule.file === runbook.source.path) continue
      yield {
        file: runbook.source.path,
        range: ref.range,
        message: `Alert \`${rule.name}\` stands in \`${rule.file}\`, not in \`${ref.file}\``,
        hint: 'name the file that the alert is in',
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
