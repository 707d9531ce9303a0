import type { PageCheck } from './check.ts'

/** A text in back quotes; undefined if it contains some itself, or spans lines. */
const asCode = (text: string): string | undefined => (/[`\r\n]/.test(text) ? undefined : `\`${text}\``)

export const runbookLiteral: PageCheck = {
  code: 'runbook-literal',
  severity: 'warning',
  summary: 'Names and placeholders in prose survive Markdown: `__name__` and `<placeholder>` are in code.',
  *runPage({ runbook: { source, literals }, text: textOf }) {
    for (const { kind, range, text, word = range } of literals) {
      const whole = word === range ? text : textOf().slice(word.start, word.end)
      const code = asCode(whole)
      const [line] = text.split(/\r?\n/)
      const shown = line === text ? text : `${line} …`
      yield {
        file: source.path,
        range,
        message:
          kind === 'strong'
            ? `\`${shown}\` is not in code: Markdown takes the underscores for emphasis`
            : `\`${shown}\` is not in code: Markdown takes it for an HTML tag, which other sites leave out of the page`,
        hint: code === undefined ? 'put it in code' : `write \`\` ${code} \`\``,
        ...(code !== undefined && {
          fix: { title: `Put ${whole} in code`, edits: [{ file: source.path, range: word, text: code }] },
        }),
      }
    }
  },
}
