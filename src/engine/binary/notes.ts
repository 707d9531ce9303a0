/** Annotations about the operands of an operator: at each step only the last one, as in Prometheus. */
import { inform, warn } from '../annotations.ts'
import { quoteGo } from '../go-text.ts'
import type { BinaryNode } from '../plan-nodes.ts'
import type { Run } from '../run.ts'

interface Note {
  readonly level: 'warning' | 'info'
  readonly message: string
}

export interface Notes {
  set(step: number, level: 'warning' | 'info', message: string): void
  tell(run: Run, place: number): void
}

export function createNotes(): Notes {
  let last: Map<number, Note> | undefined
  return {
    set(step, level, message) {
      last ??= new Map()
      last.set(step, { level, message })
    },
    tell(run, place) {
      if (last === undefined) return
      for (const { level, message } of last.values())
        if (level === 'warning') warn(run.shared.annotations, message, place)
        else inform(run.shared.annotations, message, place)
    },
  }
}

export type SampleType = 'float' | 'histogram'

/** Reports operands that the operator does not support. */
export function noteTypes(
  run: Run,
  notes: Notes,
  { op }: BinaryNode,
  left: SampleType,
  right: SampleType,
  step: number,
): void {
  if (!run.shared.semantics.binaryTypesInfo) return
  const operator = quoteGo(op)
  notes.set(
    step,
    'info',
    `incompatible sample types encountered for binary operator ${operator}: ${left} ${op} ${right}`,
  )
}
