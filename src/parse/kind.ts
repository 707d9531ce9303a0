/** What a source is, by its ending: a runbook, else a rule file. Apart, for reading Markdown takes a large library. */
export const isRunbook = (path: string): boolean => /\.(?:md|markdown)$/i.test(path)
