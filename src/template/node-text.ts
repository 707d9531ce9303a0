/** Spells nodes of a template as Go does in its errors (`at <$labels.x>`). */
import { decode } from './go/bytes.ts'
import { quote } from './go/quote.ts'
import type { Command, Node, Operand, Pipe } from './tree.ts'

const fieldsText = (fields: readonly { readonly name: string }[]): string =>
  fields.map(({ name }) => `.${name}`).join('')

/** The pipeline in Go's own spelling. */
function pipeText(pipe: Pipe): string {
  const variables = pipe.variables.map(({ name }) => name).join(', ')
  const declared = variables === '' ? '' : `${variables} ${pipe.assigns ? '=' : ':='} `
  return declared + pipe.commands.map(commandText).join(' | ')
}

const commandText = (command: Command): string =>
  command.operands
    .map((operand) => (operand.kind === 'pipe' ? `(${pipeText(operand)})` : nodeText(operand)))
    .join(' ')

/** A node in Go's own spelling. */
export function nodeText(node: Operand | Command | Node): string {
  switch (node.kind) {
    case 'dot':
      return '.'
    case 'nil':
      return 'nil'
    case 'bool':
      return String(node.value)
    case 'number':
    case 'string':
    case 'text':
      return node.text
    case 'field':
      return fieldsText(node.fields)
    case 'variable':
      return node.name + fieldsText(node.fields)
    case 'function':
      return node.name
    case 'chain':
      return (
        (node.operand.kind === 'pipe' ? `(${pipeText(node.operand)})` : nodeText(node.operand)) +
        fieldsText(node.fields)
      )
    case 'command':
      return commandText(node)
    case 'pipe':
      return pipeText(node)
    case 'action':
      return `{{${pipeText(node.pipe)}}}`
    case 'template':
      return `{{template ${decode(quote(node.name))}${node.pipe === undefined ? '' : ` ${pipeText(node.pipe)}`}}}`
    case 'if':
    case 'with':
    case 'range': {
      const list = (nodes: readonly Node[]): string => nodes.map(nodeText).join('')
      const otherwise = node.otherwise.length > 0 ? `{{else}}${list(node.otherwise)}` : ''
      return `{{${node.kind} ${pipeText(node.pipe)}}}${list(node.body)}${otherwise}{{end}}`
    }
    case 'break':
    case 'continue':
      return `{{${node.kind}}}`
  }
}
