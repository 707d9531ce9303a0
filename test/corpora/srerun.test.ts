/**
 * A whole repository that keeps rules and pages in step by hand. The figures were counted by an independent program:
 * shortcodes by pattern, rules and copies by a YAML library.
 */
import { appendFileSync, cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { load } from 'js-yaml'
import { describe, expect, test } from 'vitest'
import { CHECKS } from '../../src/checks/index.ts'
import { checked, cli, type Finding, snapshot } from '../project.ts'
import { corpus, hasProgram, run, temporaryFolder } from '../setup.ts'

/** A writable copy; the corpus itself is read-only. */
function copyOfRepository(from: string): string {
  const folder = temporaryFolder()
  for (const part of ['content', 'rules'])
    cpSync(join(from, part), join(folder, part), { recursive: true, mode: 0 })
  writeFileSync(
    join(folder, 'alertbook.yml'),
    'runbooks: content\nrules: rules\nsite:\n  url: https://srerun.github.io/prometheus-alerts/\n',
  )
  return folder
}

const count = (findings: readonly Finding[], code: string, pattern = /./): number =>
  findings.filter((finding) => finding.code === code && pattern.test(finding.message)).length

/** Codes whose findings here all have a certain fix. */
const FIXED = ['copy-differs', 'link-invalid', 'link-missing', 'link-base', 'link-anchor']

interface RuleYaml {
  readonly alert?: string
  readonly annotations?: Readonly<Record<string, string>>
}

const rulesIn = (text: string): RuleYaml[] =>
  ((load(text) as { groups: { rules?: RuleYaml[] }[] }).groups ?? []).flatMap(({ rules }) => rules ?? [])

const withoutLink = ({ annotations, ...rule }: RuleYaml): unknown => {
  const { runbook: _, ...others } = annotations ?? {}
  return { ...rule, annotations: others }
}

const commentsIn = (text: string): string[] => text.match(/#.*/g) ?? []

describe('a repository of 594 alerts and 1,109 pages', () => {
  const repository = corpus('srerun')

  test.skipIf(repository === undefined)('every figure, in one check', async () => {
    const findings = await checked(copyOfRepository(repository!))
    expect({
      orphans: count(findings, 'runbook-orphan'),
      alertsWithout: count(findings, 'alert-without-runbook'),
      expr: count(findings, 'copy-differs', /^`expr`/),
      for: count(findings, 'copy-differs', /^`for`/),
      labels: count(findings, 'copy-differs', /^`labels`/),
      link: count(findings, 'copy-differs', /^`annotations.runbook`/),
      badLinks: findings.filter(({ code }) => /^link-(?:invalid|missing|anchor|base)$/.test(code)).length,
      renamed: count(findings, 'runbook-renamed'),
      ambiguous: count(findings, 'page-ambiguous'),
    }).toEqual({
      orphans: 9,
      alertsWithout: 7,
      expr: 24,
      for: 7,
      labels: 1,
      link: 518,
      badLinks: 6,
      renamed: 0,
      ambiguous: 0,
    })
  })

  test.skipIf(repository === undefined)(
    '--fix changes links and stale copies, and nothing else',
    async () => {
      const folder = copyOfRepository(repository!)
      // Checks of expressions have their own fixes.
      const others = CHECKS.map(({ code }) => code).filter((code) => /^(?:expr|alert|label)-/.test(code))
      const off = others.filter((code) => !FIXED.includes(code)).map((code) => `  ${code}: off\n`)
      appendFileSync(join(folder, 'alertbook.yml'), `checks:\n${off.join('')}`)
      const before = snapshot(folder)
      // Each run remembers what the one before it found.
      const dry = await cli(folder, 'check', '--fix', '--dry-run')
      expect(snapshot(folder)).toEqual(before)
      expect(dry.code).toBe(1)

      const { out } = await cli(folder, 'check', '--fix', '--format', 'json')
      const left = (JSON.parse(out) as { diagnostics: Finding[] }).diagnostics
      expect(left.filter(({ code }) => FIXED.includes(code))).toEqual([])
      const after = snapshot(folder)
      expect((dry.out.match(/^\+\+\+ /gm) ?? []).length).toBe(
        [...after].filter(([path, text]) => text !== before.get(path)).length,
      )

      for (const [path, text] of after) {
        const old = before.get(path)!
        if (old === text) continue
        if (path.startsWith('rules/')) {
          expect(commentsIn(text), path).toEqual(commentsIn(old))
          expect(rulesIn(text).map(withoutLink), path).toEqual(rulesIn(old).map(withoutLink))
        } else {
          const outside = (page: string): string =>
            page.replace(/(\{\{% comment %\}\})[\s\S]*?(\{\{% \/comment %\}\})/, '$1$2')
          expect(outside(text), path).toBe(outside(old))
        }
      }
      const again = await cli(folder, 'check', '--fix')
      expect(again.err).toContain('Nothing to fix')
      expect(snapshot(folder)).toEqual(after)

      if (!hasProgram('promtool')) return
      const files = [...after.keys()].filter(
        (path) => path.startsWith('rules/') && readFileSync(join(folder, path), 'utf8') !== before.get(path),
      )
      expect(files.length).toBeGreaterThan(0)
      const all = [...after.keys()].filter((path) => path.startsWith('rules/'))
      const { code, err } = await run('promtool', ['check', 'rules', '--lint=none', ...all], { cwd: folder })
      expect(err).toBe('')
      expect(code).toBe(0)
    },
  )
})
