import type { ProgramCheck } from './check.ts'

export const runbookLiteral: ProgramCheck = {
  code: 'runbook-literal',
  severity: 'warning',
  summary: 'Names and placeholders in prose survive Markdown: `__name__` and `<placeholder>` stand in code.',
  *run(program) {
    for (const { source, literals } of program.runbooks) {
      for (const { kind, range, text } of literals) {
        yield {
          file: source.path,
          range,
          message:
            kind === 'strong'
              ? `\`${text}\` is not in code: Markdown takes the underscores for emphasis`
              : `\`${text}\` is not in code: Markdown takes it for an HTML tag, which other sites leave out of the page`,
          hint: `write \`\` \`${text}\` \`\``,
          fix: { title: `Put ${text} in code`, edits: [{ file: source.path, range, text: `\`${text}\`` }] },
        }
      }
    }
  },
}
