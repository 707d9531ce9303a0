/** Shortcodes that cannot be filled in, and those of which only their text is shown. */

import type { Diagnostic } from '../../model.ts'
import { counted } from '../../text/group-by.ts'
import { isContainer, isNote, KNOWN } from './shortcode-pairs.ts'
import type { Shortcode, Shortcodes } from './shortcodes.ts'

/** Whether it is shown as it is written: nobody knows it, and it is around nothing. */
export function isShown({ found, pairs }: Shortcodes, index: number): boolean {
  const shortcode = found[index]!
  const isKnown = KNOWN.has(shortcode.name) || isNote(shortcode) || isContainer(shortcode)
  return !isKnown && !shortcode.inTarget && !pairs.has(index)
}

export function shortcodeProblems(shortcodes: Shortcodes, file: string): Diagnostic[] {
  return [...shortcodes.found.flatMap((one) => incomplete(one, file)), ...unknown(shortcodes, file)]
}

/** `{{< ref >}}`, `{{% rule "a.yml" %}}`: an argument is missing. */
function incomplete({ name, range, closing, args }: Shortcode, file: string): Diagnostic[] {
  if (closing || !['rule', 'ref', 'relref', 'param'].includes(name)) return []
  const needed = name === 'rule' ? 2 : 1
  if (args.length >= needed) return []
  return [
    {
      file,
      range,
      code: 'shortcode-unknown',
      severity: 'error',
      message: `Shortcode \`${name}\` needs ${needed} ${needed === 1 ? 'argument' : 'arguments'} and has ${args.length}`,
      hint:
        name === 'rule'
          ? 'write `{{% rule "file.yml" "AlertName" %}}`'
          : `write \`{{< ${name} "${name === 'param' ? 'name' : 'page.md'}" >}}\``,
    },
  ]
}

/** One finding for each name on a page, at its first place. */
function unknown({ found, pairs }: Shortcodes, file: string): Diagnostic[] {
  const first = new Map<string, number>()
  const asked = found.filter((shortcode, index) => {
    const { name, closing, isMarkdown } = shortcode
    if (KNOWN.has(name) || isMarkdown) return false
    if (pairs.has(index) && (closing || isContainer(shortcode) || isNote(shortcode))) return false
    if (!first.has(name)) first.set(name, index)
    return true
  })
  const counts = counted(asked.map(({ name }) => name))
  return [...first].map(([name, index]) => {
    const times = counts.get(name) === 1 ? '' : `, ${counts.get(name)} times on this page`
    return {
      file,
      range: found[index]!.range,
      code: 'runbook-shortcode',
      severity: 'warning',
      ...wordsFor(found[index]!, pairs.has(index), times),
    }
  })
}

function wordsFor(shortcode: Shortcode, isAround: boolean, times: string): { message: string; hint: string } {
  const { name, closing } = shortcode
  if (isNote(shortcode) || isContainer(shortcode)) {
    const what = closing ? 'is closed, but never opened' : 'is never closed'
    return {
      message: `The shortcode \`${name}\` ${what}${times}: what is inside it is unknown`,
      hint: closing ? `write \`{{< ${name} >}}\` before it` : `write \`{{< /${name} >}}\` after it`,
    }
  }
  const shown = isAround ? 'only the text inside it is shown' : 'it is shown as it is written'
  return {
    message: `Alertbook does not know the shortcode \`${name}\`${times}: ${shown}`,
    hint: 'write in Markdown what it stands for, or switch `runbook-shortcode` off under `checks` in alertbook.yml',
  }
}
