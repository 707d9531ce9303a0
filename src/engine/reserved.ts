/** The labels that go when the meaning of a metric changes. */
import { dropMetadata, dropName, type Labels } from './labels.ts'
import type { Shared } from './run.ts'

/** The name, and since type and unit are labels, these as well. */
export function dropReserved({ semantics }: Shared, labels: Labels): Labels {
  return semantics.metadataDropped ? dropMetadata(labels) : dropName(labels)
}
