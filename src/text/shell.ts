/** A text as one word for a shell: in single quotes, in which only such a quote is special. */
export const shellQuoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`
