/** Why a value stays out of its slot, in words. */
import { all } from './dom.ts'
import type { Incident } from './incident.ts'
import { MAX_LENGTH, type Refusal, refusal } from './quote.ts'

/** By context: the characters of a value that is let in. */
const CHARACTERS: Readonly<Record<string, string>> = {
  plain: 'letters, digits and . _ : / @ % + = , -',
  windows: 'letters, digits and . _ : / -',
  name: 'letters, digits and . _ : -',
  word: 'letters, digits and _',
  number: 'digits',
}

/** The end of a sentence that begins with the label's name. */
const WORDS: Readonly<Record<Refusal, (value: string, context: string) => string>> = {
  runs: () => 'would decide what is run here',
  unseen: () => 'has a line break or an invisible character',
  long: () => `is longer than ${MAX_LENGTH} characters, and a terminal might cut it`,
  option: (value) => `begins with ${value[0]}, so the command would mistake it for an option`,
  backslash: (_, context) =>
    `has a backslash, which not all ${context === 'sql' ? 'databases' : 'shells'} read the same way`,
  backtick: () => 'has a backtick, which would end the text',
  letters: (_, context) =>
    `has characters other than ${CHARACTERS[Object.hasOwn(CHARACTERS, context) ? context : 'plain']}, and only these are safe here`,
}

/** `mountpoint has a line break …`; undefined for a slot whose value is not refused. */
export function whyRefused(slot: HTMLElement, { shownIn }: Incident): string | undefined {
  const { name, value } = shownIn(slot)
  const context = slot.dataset.in ?? 'text'
  const why = value === '' ? undefined : refusal(value, context)
  return why && `${name} ${WORDS[why](value, context)}`
}

/** Says on each slot whose value is refused why it is. */
export function refusedTitles(incident: Incident): void {
  incident.onLabels(() => {
    for (const slot of all('.slot.refused'))
      slot.title = `Left out: ${whyRefused(slot, incident)}. It is ${JSON.stringify(incident.shownIn(slot).value)}`
  })
}
