/** Walks over a tree that need no types. */
import type { Node, Operand, Pipe } from './tree.ts'

/** Labels that a condition tests: `$labels.x`, also inside `and`, `or`, `eq` and parentheses. */
export function guardsOf(pipe: Pipe): string[] {
  const ofOperand = (operand: Operand): string[] => {
    if (operand.kind === 'pipe') return guardsOf(operand)
    const names =
      operand.kind === 'variable' || operand.kind === 'field' ? operand.fields.map(({ name }) => name) : []
    if (operand.kind === 'variable' && operand.name === '$labels') return [`labels.${names[0]}`]
    if (operand.kind === 'variable' && operand.name === '$externalLabels')
      return [`externalLabels.${names[0]}`]
    if (names[0] === 'Labels' && names.length > 1) return [`labels.${names[1]}`]
    return names[0] === 'ExternalLabels' && names.length > 1 ? [`externalLabels.${names[1]}`] : []
  }
  return pipe.commands.flatMap(({ operands }) => operands.flatMap(ofOperand))
}

/** Variables that are assigned again somewhere: nothing about their value is certain. */
export function assignedNames(nodes: readonly Node[]): Set<string> {
  const names = new Set<string>()
  const visitPipe = (pipe: Pipe): void => {
    if (pipe.assigns) for (const { name } of pipe.variables) names.add(name)
    for (const { operands } of pipe.commands) {
      for (const operand of operands) {
        if (operand.kind === 'pipe') visitPipe(operand)
        if (operand.kind === 'chain' && operand.operand.kind === 'pipe') visitPipe(operand.operand)
      }
    }
  }
  const visit = (node: Node): void => {
    if ('pipe' in node && node.pipe !== undefined) visitPipe(node.pipe)
    if ('body' in node) for (const child of [...node.body, ...node.otherwise]) visit(child)
  }
  for (const node of nodes) visit(node)
  return names
}
