/** Text that Markdown takes for nothing but text. */
const PLAIN = /^[^\s*_`[\]<>\\{}|&][^*_`[\]<>\\{}|&]*(?<!\s)$/

/** A title as strong text, as long as the marker that it takes the place of; undefined if it is not plain. */
export const titleLine = (title: string, written: string): string | undefined =>
  PLAIN.test(title) ? `**${title}**`.padEnd(written.length) : undefined
