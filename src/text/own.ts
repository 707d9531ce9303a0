/** What a table holds for a word that somebody wrote; undefined also for those that every object inherits: `constructor`. */
export const own = <T>(table: Readonly<Record<string, T>>, word: string): T | undefined =>
  Object.hasOwn(table, word) ? table[word] : undefined
