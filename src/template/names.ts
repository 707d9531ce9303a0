/** Checks the names of functions and variables, and words the errors for unknown ones. */
import { nearest } from '../text/nearest.ts'
import { builtins } from './builtins.ts'
import type { Token } from './lex.ts'
import { prometheusFunctions } from './prometheus.ts'
import { note, type State, tooNew } from './state.ts'
import { reaches, since } from './versions.ts'

/** The variables Prometheus declares before every template. */
export const prefixVariables: readonly string[] = ['$labels', '$externalLabels', '$externalURL', '$value']

const functionNames = [...builtins.keys(), ...prometheusFunctions.keys()]

/** Reports a function that does not exist, or not yet in this version. */
export function checkFunction(p: State, token: Token): void {
  const word = token.text
  const exists = builtins.has(word) || prometheusFunctions.has(word)
  if (exists && reaches(p.version, since.functions[word])) return
  const goMessage = `function "${word}" not defined`
  if (exists) {
    note(p, token, goMessage, tooNew(p, word, since.functions[word]))
    return
  }
  const variable = prefixVariables.find((candidate) => candidate.slice(1) === word)
  const near = variable ?? nearest(word, functionNames)
  note(
    p,
    token,
    goMessage,
    `\`${word}\` is not a function of Prometheus templates`,
    near === undefined ? undefined : `Did you mean \`${near}\`?`,
  )
}

/** Reports a variable that is not in scope. */
export function checkVariable(p: State, token: Token, inScope: readonly string[]): void {
  if (inScope.includes(token.text)) return
  const goMessage = `undefined variable "${token.text}"`
  const hidden = prefixVariables.includes(token.text)
  if (hidden && !reaches(p.version, since.variables[token.text])) {
    note(p, token, goMessage, tooNew(p, token.text, since.variables[token.text]))
    return
  }
  const near = nearest(token.text, inScope)
  note(
    p,
    token,
    goMessage,
    hidden
      ? `\`${token.text}\` is not visible inside \`define\` and \`block\``
      : token.text === '$values'
        ? "`$values` is Grafana's: Prometheus has the one `$value`"
        : `The variable \`${token.text}\` is not defined`,
    token.text === '$values'
      ? 'Write `{{ $value }}`'
      : hidden
        ? 'Pass the data with `{{ template "name" . }}` and read `.Labels`'
        : near === undefined || near === '$'
          ? undefined
          : `Did you mean \`${near}\`?`,
  )
}
