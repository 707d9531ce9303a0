/** Commands that run other commands → the level of the slots among their words. */
import {
  baseName,
  CONTAINERS,
  EXEC_OPTIONS,
  JOINERS,
  KUBECTL_CHANGES,
  KUBECTL_DATA,
  KUBECTL_OPTIONS,
  RUNNING_OPTION,
  RUNNING_WORD,
} from './commands.ts'
import { type Level, MARK } from './places.ts'
import type { Place, Word } from './words.ts'

export interface Verdicts {
  set(place: Place, level: Level): void
  /** Judges a string that a shell evaluates: its slots are those of `places`, in order. */
  script(text: string, places: readonly Place[], most: Level): void
  /** Judges a command in the arguments of another. */
  command(words: readonly Word[], most: Level): void
}

/** Gives all slots in some words a level, as far as each word allows it. */
export type All = (words: readonly Word[], level: Level) => void

/** Where a wrapper's options and own words end; undefined when an option is unknown. */
function skipOptions(words: readonly Word[], options: string, skip: number): number | undefined {
  let at = 0
  for (; at < words.length; at++) {
    const { value, literal } = words[at]!
    if (!value.startsWith('-') || value === '-') break
    if (!literal || value.includes(MARK)) return undefined
    if (value === '--') {
      at++
      break
    }
    if (value.startsWith('--')) {
      // With `=` the option carries its value; otherwise it is unknown whether one follows.
      if (value.includes('=')) continue
      return undefined
    }
    if (!/^-[\w=.,:/@+-]*$/.test(value)) return undefined
    const letter = [...value.slice(1)].findIndex((one) => options.includes(one))
    if (letter >= 0 && letter === value.length - 2) at++
  }
  return at + skip
}

export function judgeWrapper(
  name: string,
  rest: readonly Word[],
  { options, skip = 0 }: { options: string; skip?: number },
  verdicts: Verdicts,
  all: All,
): void {
  const start = skipOptions(rest, options, skip)
  if (start === undefined) {
    all(rest, 'none')
    return
  }
  all(rest.slice(0, start), 'plain')
  for (const [i, word] of rest.slice(0, start).entries()) {
    if (i > 0 && !/^-[ugnUp]$/.test(rest[i - 1]!.value) && i < start - skip) all([word], 'none')
  }
  // `sudo -s` and `sudo -i` join the words for a shell and keep `$` unquoted.
  const isShell = name === 'sudo' && rest.slice(0, start).some(({ value }) => /^-[a-zA-Z]*[si]/.test(value))
  verdicts.command(rest.slice(start), isShell ? 'plain' : 'full')
}

/** Judges the words as one line that a shell evaluates. */
export function script(words: readonly Word[], verdicts: Verdicts): void {
  const places = words.flatMap((word) => word.places)
  verdicts.script(words.map(({ value }) => value).join(' '), places, 'plain')
}

export function judgeJoiner(name: string, rest: readonly Word[], verdicts: Verdicts, all: All): void {
  const { options, skip = 0 } = JOINERS[name]!
  const start = skipOptions(rest, options, skip)
  if (start === undefined) {
    all(rest, 'none')
    return
  }
  for (const [i, word] of rest.slice(0, start).entries()) {
    const option = rest[i - 1]?.value ?? ''
    const isHost = i === start - 1 && skip > 0
    all([word], isHost || /^-[a-zA-Z]*[ipl]$/.test(option) ? 'plain' : 'none')
  }
  const inner = rest.slice(start)
  // `ssh HOST -o …`: ssh reads options after the host too.
  if (inner[0]?.value.startsWith('-')) all(inner, 'none')
  else if (inner.length > 0) script(inner, verdicts)
}

export function judgeShell(rest: readonly Word[], verdicts: Verdicts, all: All): void {
  const option = rest.findIndex(({ value }) => !/^[-+]/.test(value))
  const flags = option < 0 ? rest : rest.slice(0, option)
  const isCommand = flags.some(({ value }) => /^-[a-z]*c$/.test(value))
  if (
    flags.some(({ value }) => !/^(?:-[a-z]+|--(?:login|norc|noprofile|posix))$/.test(value)) ||
    option < 0
  ) {
    all(rest, 'none')
    return
  }
  // Parameters follow the script or its file.
  all(rest, 'none')
  if (flags.some(({ value }) => /^-[a-z]*[oO]/.test(value))) return
  all(rest.slice(option + 1), 'plain')
  if (isCommand) script(rest.slice(option, option + 1), verdicts)
}

export function judgeOption(rest: readonly Word[], verdicts: Verdicts, all: All): void {
  const option = rest.findIndex(({ value }) => value === '-c' || value === '--command')
  all(rest, option < 0 ? 'none' : 'plain')
  if (option < 0) {
    // `su - USER` only opens a shell for a person.
    if (rest.length <= 2 && rest.every(({ value }) => /^-l?$/.test(value) || value === MARK))
      all(rest, 'plain')
    return
  }
  all(rest.slice(option + 2), 'none')
  script(rest.slice(option + 1, option + 2), verdicts)
}

export function judgeFind(rest: readonly Word[], verdicts: Verdicts, all: All): void {
  all(rest, 'plain')
  for (let at = 0; at < rest.length; at++) {
    if (!/^-(?:exec|execdir|ok|okdir)$/.test(rest[at]!.value)) continue
    const length = rest.slice(at + 1).findIndex(({ value }) => value === ';' || value === '+')
    const end = length < 0 ? rest.length : at + 1 + length
    verdicts.command(rest.slice(at + 1, end), 'plain')
    at = end
  }
}

export function judgeContainer(name: string, rest: readonly Word[], verdicts: Verdicts, all: All): void {
  const isKubectl = name === 'kubectl' || name === 'oc' || name === 'k'
  let at = 0
  const step = (options: ReadonlySet<string>): boolean => {
    const value = rest[at]?.value ?? ''
    if (!value.startsWith('-') || value === '--') return false
    at += options.has(value) ? 2 : 1
    return true
  }
  while (step(KUBECTL_OPTIONS));
  const verb = rest[at]
  if (verb && !verb.value.includes(MARK) && CONTAINERS[name]!.has(verb.value)) {
    at++
    while (step(EXEC_OPTIONS));
    const end = rest.findIndex(({ value }, i) => i >= at && value === '--')
    const start = end >= 0 && isKubectl ? end + 1 : at + 1
    const before = rest.slice(0, start)
    all(before, 'none')
    // The container, and options whose value is a name.
    for (const [i, word] of before.entries()) {
      const option = rest[i - 1]?.value ?? ''
      if (
        i === at ||
        (option.startsWith('-') && (EXEC_OPTIONS.has(option) || KUBECTL_OPTIONS.has(option))) ||
        word.value.includes('=')
      )
        all([word], /^(?:-e|--env)/.test(option) ? 'none' : 'plain')
    }
    verdicts.command(rest.slice(start), 'plain')
    return
  }
  if (isKubectl && verb && KUBECTL_DATA.has(verb.value)) {
    all(rest, 'full')
    if (KUBECTL_CHANGES.has(verb.value)) judgeChange(rest, all)
    return
  }
  const isUnsafe =
    verb === undefined ||
    !/^[a-z-]+$/.test(verb.value) ||
    /^(?:run|debug|compose|attach|plugin|create|build|buildx|rsh|expose|proxy|edit|stack|kube|play)$/.test(
      verb.value,
    ) ||
    // `docker service update`, `docker image build`, `docker container create`
    (!isKubectl && /^(?:build|create|deploy|kube|play|update|upgrade)$/.test(rest[at + 1]?.value ?? ''))
  if (isUnsafe) all(rest, 'none')
  else judgeUnknown(rest, all)
}

/** `kubectl apply -f {{x}}`, `set image a={{x}}`, `patch -p '{"a": "{{x}}"}'`. */
function judgeChange(rest: readonly Word[], all: All): void {
  const isImage = rest.some(({ value }) => value === 'image' || value === 'env')
  for (const [i, word] of rest.entries()) {
    const option = /^-[^=]*/.exec(word.value)?.[0] ?? rest[i - 1]?.value ?? ''
    const value = word.value.replace(/^-[^=]*=/, '')
    const isManifest = /^(?:-[fk]|--filename|--kustomize|--patch-file)$/.test(option)
    if (isManifest && (value.startsWith(MARK) || /:\/\/[^/]*\uE000/.test(value))) all([word], 'none')
    else if (isImage && word.value.includes('=') && !word.value.startsWith('-')) all([word], 'none')
    else if (/[{[:"]/.test(value)) all([word], 'plain')
  }
}

/** Judges a command that is in no list. */
export function judgeUnknown(rest: readonly Word[], all: All): void {
  let runs = false
  for (const [i, word] of rest.entries()) {
    const option = rest[i - 1]?.value ?? ''
    // `-o ProxyCommand=…` or a file: only a word without `=` and `/`.
    const level = runs || RUNNING_OPTION.test(option) ? 'none' : option === '-o' ? 'name' : 'plain'
    all([word], level)
    runs ||= RUNNING_WORD.test(baseName(word.value)) || !word.literal
  }
}
