/**
 * Templates put together by Go's grammar but without its types: pipelines of any functions, nested blocks, variables in
 * and out of scope, numbers in every notation.
 */
import type { Random } from '../engine/judge/random.ts'

const FUNCTIONS = (
  'and or not len index slice print printf println html js urlquery call eq ne lt le gt ge query first label value ' +
  'strvalue args reReplaceAll safeHtml match title toUpper toLower graphLink tableLink sortByLabel stripPort stripDomain ' +
  'humanize humanize1024 humanizeDuration humanizePercentage humanizeTimestamp pathPrefix externalURL parseDuration toTime ' +
  'tmpl toDuration now urlQueryEscape break continue if end template define foo Value'
).split(' ')
const OPERANDS = (
  '$value $labels $labels.a $labels.job $externalLabels $externalURL . .Labels .Value .Labels.a .Foo $ $x $i $s $.Value nil ' +
  'true false 0 1 -1 +5 0x1f 0o17 0b11 017 1_000 1e3 1.5 .5 1. 1i 1+2i \'a\' \'\\n\' "" "a" "%d %s" "up" `raw` "\\x41" "\\q" ' +
  '"é" (1) ($value) (query "up") ($labels) .A.B ($x).Y 1.x "s".y nil.z $labels.é 08 0x 1e 0x1p4 99999999999999999999 \'ab\' \'\''
).split(/ (?=(?:[^"]*"[^"]*")*[^"]*$)/)
const VARIABLES = ['$x', '$y', '$i', '$s', '$value', '$é', '$', '$1']
const TEXT = ['', ' ', 'text', '\n', ' }} ', '{', '%', 'é', '{ {', '}', '-', '$value', '"']

/** A template of a few pieces; `odd` is how often one of them is strange. */
export function sloppyTemplate(random: Random, odd: number, depth = 2): string {
  const pieces = Array.from({ length: 1 + random.below(3) }, () => piece(random, odd, depth))
  return pieces.join('')
}

function piece(random: Random, odd: number, depth: number): string {
  const { below, chance, pick } = random
  const body = (): string => (depth > 0 ? sloppyTemplate(random, odd, depth - 1) : pick(TEXT.slice(0, 4)))
  const pipe = (): string => pipeline(random, odd)
  const act = (inner: string): string => `${open(random)}${inner}${close(random, odd)}`
  const end = (): string => (chance(odd) ? pick(['', act('end 1'), act('else'), act('fi')]) : act('end'))
  switch (below(14)) {
    case 0:
    case 1:
      return pick(TEXT)
    case 2:
      return chance(odd)
        ? act(pick(['/* c */', '/* c', '/**/ x', '/* }} */']))
        : `{{${pick(['', '- '])}/* c }} */${pick(['', ' -'])}}}`
    case 3:
      return (
        act(`if ${pipe()}`) +
        body() +
        (chance(0.4)
          ? act(pick(['else', 'else', `else if ${pipe()}`, chance(odd) ? `else with ${pipe()}` : 'else'])) +
            body()
          : '') +
        end()
      )
    case 4: {
      const heads = [
        `range ${pipe()}`,
        `range $i, $s := ${pipe()}`,
        `range $s := ${pipe()}`,
        `range $labels`,
        'range 3',
        `range $i = ${pipe()}`,
        `range $i, $s, $x := ${pipe()}`,
        'range',
        'range $x',
      ]
      const control = chance(0.25)
        ? act(pick(['break', 'continue', 'break 1', `if ${pipe()}}}{{break}}{{end`]))
        : ''
      return (
        act(pick(chance(odd) ? heads : heads.slice(0, 4))) +
        body() +
        control +
        (chance(0.3) ? act('else') + body() + (chance(odd) ? act('break') : '') : '') +
        end()
      )
    }
    case 5:
      return (
        act(pick([`with ${pipe()}`, `with $x := ${pipe()}`])) +
        body() +
        (chance(0.3) ? act(chance(odd * 2) ? `else with ${pipe()}` : 'else') + body() : '') +
        end()
      )
    case 6: {
      const name = pick(chance(odd) ? ['"t"', '`t`', 't', '""', '"__alert_A"', '$x'] : ['"t"', '`u`'])
      if (chance(0.4))
        return act(
          `template ${name}${pick(['', ' .', ' $value', ` (${pipe()})`, chance(odd) ? ' 1 2' : ''])}`,
        )
      return act(`${pick(['define', 'block'])} ${name}${pick(['', ' .'])}`) + body() + end()
    }
    case 7:
      return act(
        `${pick(VARIABLES.slice(0, 4))} ${pick(chance(odd) ? [':=', '=', ':', '+=', ', $y :='] : [':=', ':='])} ${pipe()}`,
      )
    case 8:
      return chance(odd * 2)
        ? act(pick(['break', 'continue', 'end', 'else', '', '.', '..', ',', '|', '#', 'a b', '“a”']))
        : act(pipe())
    default:
      return act(pipe())
  }
}

const open = ({ pick }: Random): string => pick(['{{', '{{ ', '{{', '{{- ', '{{\n', '{{\t'])

const close = ({ pick, chance }: Random, odd: number): string =>
  chance(odd / 2) ? pick(['}', ' } }', '-}}', '', ' - }}']) : pick(['}}', ' }}', '}}', ' -}}', '\n}}'])

function pipeline(random: Random, odd: number): string {
  const count = random.chance(0.3) ? 2 + random.below(2) : 1
  const commands = Array.from({ length: count }, (_, index) => command(random, odd, index > 0))
  return commands.join(random.pick([' | ', '|', ' |\n']))
}

function command(random: Random, odd: number, piped: boolean): string {
  const { chance, pick, below } = random
  if (!piped && chance(0.5)) return operand(random, odd)
  if (piped && chance(odd)) return operand(random, odd)
  const name = pick(chance(odd) ? FUNCTIONS : FUNCTIONS.slice(0, 41))
  const args = Array.from({ length: below(piped ? 2 : 4) }, () =>
    chance(0.1) ? `(${pipeline(random, odd)})` : operand(random, odd),
  )
  return [name, ...args].join(' ')
}

const operand = ({ chance, pick }: Random, odd: number): string =>
  pick(chance(odd) ? [...OPERANDS, ...VARIABLES] : OPERANDS.slice(0, 10))
