/** The content of a runbook's test, without its name, places and layout. */
import type { RunbookTest } from '../../../model.ts'
import { readTests } from '../../../parse/tests/index.ts'
import { isText } from '../../../text/source.ts'
import { parseYaml } from '../../../yaml/index.ts'

export function contentOf({ name: _, ...test }: RunbookTest): string {
  return JSON.stringify(test, (key, value: unknown) => {
    if (key === 'range' || key === 'runs') return undefined
    return isText(value) ? value.value : value
  })
}

/** The content of a fence with one unindented test, or its error. */
export function contentOfFence(fence: string): { readonly content: string } | { readonly fault: string } {
  const body = fence.split('\n').slice(1, -1).join('\n')
  const { tests, diagnostics } = readTests(parseYaml(body), { start: 0, end: body.length }, '')
  const [test] = tests
  const [fault] = diagnostics
  if (test !== undefined && fault === undefined) return { content: contentOf(test) }
  return { fault: fault?.message ?? 'it is empty' }
}
