/** Rules that stay in rule files: recording rules, and alerts whose page already names them. */
import { RULES } from '../../disk/read.ts'
import type { Config, Rule, RuleGroup, Source } from '../../model.ts'
import { withoutEnd } from '../../text/without-end.ts'
import { type Change, type Input, rulesOf } from './change.ts'
import { withoutAlerts } from './edits.ts'
import { pathOf } from './names.ts'
import { otherObjects } from './objects.ts'
import { groupsText } from './text.ts'
import type { Known } from './twice.ts'

export interface LeftoverInput {
  readonly inputs: readonly Input[]
  /** Rules that are in a page. */
  readonly placed: ReadonlySet<Rule>
  /** Alerts named by a page, which therefore stay in a rule file. */
  readonly named: ReadonlySet<Rule>
  readonly config: Config
  readonly keep: boolean
  readonly nameOf: (group: RuleGroup, file: string) => string
  readonly known: Known
  /** The sources of the project. */
  readonly read: readonly Source[]
}

export function leftovers(leaving: LeftoverInput): { changes: Change[]; notes: string[] } {
  const notes: string[] = []
  const taken = new Map(leaving.read.map(({ path, text }) => [path.toLowerCase(), text]))
  const changes = leaving.inputs.flatMap((input): Change[] =>
    isInside(input, leaving.config) ? inPlace(input, leaving) : fromElsewhere(input, leaving, taken, notes),
  )
  return { changes, notes }
}

const isInside = ({ source }: Input, { rules }: Config): boolean =>
  rules.some((root) => source.path === root || source.path.startsWith(`${withoutEnd(root, '/')}/`))

/** Removes rules that are now in pages from a rule file of the project; a file with nothing left is deleted. */
function inPlace(input: Input, { placed, keep }: LeftoverInput): Change[] {
  const { source, file } = input
  const rules = rulesOf(input)
  if (keep || !rules.some((rule) => placed.has(rule))) return []
  if (rules.every((rule) => placed.has(rule))) {
    const others = otherObjects(input, placed)
    if (others === undefined) return [{ kind: 'removed', path: source.path, old: source }]
    return [{ kind: 'changed', path: source.path, text: others, old: source }]
  }
  const text = withoutAlerts(source.text, file, placed)
  return text === source.text ? [] : [{ kind: 'changed', path: source.path, text, old: source }]
}

/** Turns the remaining rules of an outside file into a rule file of the project, under a free name. */
function fromElsewhere(
  input: Input,
  { placed, named, config, keep, nameOf, known }: LeftoverInput,
  taken: Map<string, string>,
  notes: string[],
): Change[] {
  const { source, file, name } = input
  // Recording rules of an earlier import are already in the project; alerts were looked up before.
  const isNew = (rule: Rule): boolean => {
    if (!keep && placed.has(rule)) return false
    if (rule.alert !== undefined && rule.alert.value.value !== '') {
      if (keep) return true
      if (!named.has(rule)) return false
    }
    const match = known.match(rule)
    if (match && !match.isSame)
      notes.push(
        `\`${rule.record?.value.value ?? ''}\` of ${source.path} is already in ${match.file}, with differences: it was not imported`,
      )
    return !match
  }
  const groups = file.groups
    .map((group) => ({ group, name: nameOf(group, name), rules: group.rules.filter(isNew) }))
    .filter(({ rules }) => rules.length > 0)
  if (groups.length === 0) return []
  const text = keep ? source.text : groupsText(groups)
  // Names under `rules:` may be files; new files go into a folder.
  const place = config.rules.find((name) => !RULES.test(name))
  const folder = withoutEnd(place ?? 'rules', '/')
  if (place === undefined)
    notes.push(
      `the rest of ${source.path} is in ${folder}/: add \`${folder}\` to \`rules\` in alertbook.yml, which lists only files`,
    )
  const base = `${folder}/${pathOf(name)}`
  let path = `${base}.yml`
  for (let n = 2; taken.has(path.toLowerCase()) && taken.get(path.toLowerCase()) !== text; n++)
    path = `${base}-${n}.yml`
  if (taken.get(path.toLowerCase()) === text) return []
  if (path !== `${base}.yml`)
    notes.push(`${base}.yml already exists: the rest of ${source.path} is in ${path}`)
  taken.set(path.toLowerCase(), text)
  return [{ kind: 'written', path, text }]
}
