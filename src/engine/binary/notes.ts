/** Annotations about the operands of an operator: at each step only the last one, as in Prometheus. */
import { quoteGo } from '../go-text.ts'
import { type Note, say } from '../histogram-notes.ts'
import type { BinaryNode } from '../plan-nodes.ts'
import type { Run } from '../run.ts'

export interface Notes {
  set(step: number, note: Note): void
  tell(run: Run, place: number): void
}

export function createNotes(): Notes {
  let last: Map<number, Note> | undefined
  return {
    set(step, note) {
      last ??= new Map()
      last.set(step, note)
    },
    tell(run, place) {
      if (last !== undefined) say(run.shared, place, ...last.values())
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
  const message = `incompatible sample types encountered for binary operator ${operator}: ${left} ${op} ${right}`
  notes.set(step, { level: 'info', message })
}
