/** What promtool says of expressions: one rule file, one rule for each. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Characters that YAML cannot contain verbatim, or refuses. */
export const NOT_YAML: RegExp = /(?![\t\n\r])[\p{Cc}\p{Cs}\ufeff\ufffe\uffff]/u

const REFUSED =
  /group "g", rule (\d+), "r": could not parse expression: ((?:(?!\n\S*rules\.yml: |\n$)[\s\S])*)/g

/** The first error of each refused expression, by its number, from 0. `path`: the promtool that judges. */
export function refusals(
  path: string,
  expressions: readonly string[],
  features: readonly string[] = [],
): ReadonlyMap<number, string> {
  const folder = mkdtempSync(join(tmpdir(), 'alertbook-verdicts-'))
  const file = join(folder, 'rules.yml')
  const rules = expressions.map(
    (expr, index) => `  - {record: r, expr: ${JSON.stringify(expr)}, labels: {n: "${index}"}}`,
  )
  writeFileSync(file, `groups:\n- name: g\n  rules:\n${rules.join('\n')}\n`)
  const flags = features.map((feature) => `--enable-feature=${feature}`)
  const { stdout, stderr } = spawnSync(path, [...flags, 'check', 'rules', '--lint=none', file], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  })
  rmSync(folder, { recursive: true })
  const said = `${stdout}${stderr}`
  const found = new Map<number, string>()
  for (const match of said.matchAll(REFUSED)) found.set(Number(match[1]) - 1, match[2]!.trimEnd())
  if (found.size === 0 && !/SUCCESS/.test(said)) throw new Error(`${path}: ${said.slice(0, 500)}`)
  return found
}
