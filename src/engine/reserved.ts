/** Labels that are removed when the meaning of a metric changes. */
import { dropMetadata, dropName, type Labels } from './labels.ts'
import type { Shared } from './run.ts'

/** Drops the name, and with type and unit labels enabled those too. */
export function dropReserved({ semantics }: Shared, labels: Labels): Labels {
  return semantics.metadataDropped ? dropMetadata(labels) : dropName(labels)
}
