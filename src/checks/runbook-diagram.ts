import { didYouMean } from '../text/nearest.ts'
import type { PageCheck } from './check.ts'

/** Diagrams that the site's renderer can draw (`beautiful-mermaid`). */
const DRAWN = [
  'flowchart',
  'graph',
  'sequenceDiagram',
  'classDiagram',
  'stateDiagram',
  'stateDiagram-v2',
  'erDiagram',
  'xychart',
  'xychart-beta',
]

export const runbookDiagram: PageCheck = {
  code: 'runbook-diagram',
  severity: 'warning',
  summary: 'A Mermaid fence is of a kind that the site can draw.',
  *runPage({ runbook: { source, diagrams } }) {
    for (const { kind, range } of diagrams) {
      if (DRAWN.includes(kind)) continue
      yield {
        file: source.path,
        range,
        message:
          kind === ''
            ? 'The diagram does not begin with its kind'
            : `A diagram of kind \`${kind}\` is not drawn: the site shows it as text`,
        hint: didYouMean(kind, DRAWN) ?? `use one of ${DRAWN.join(', ')}`,
      }
    }
  },
}
