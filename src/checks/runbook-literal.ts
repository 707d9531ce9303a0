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
              ? `Unexpected bold text, expected \`${text}\` in code: Markdown takes the underscores for emphasis`
              : `Unexpected HTML tag \`${text}\`, expected a placeholder in code: elsewhere it vanishes from the page`,
          hint: `write \`\` \`${text}\` \`\``,
          fix: { title: `Put ${text} in code`, edits: [{ file: source.path, range, text: `\`${text}\`` }] },
        }
      }
    }
  },
}
