/** Pages that are documentation: published as they are, beside the runbooks. */
import type { Page } from '../../model.ts'

export const isDocument = ({ runbook }: Page): boolean => runbook.document === true
