/** What is remembered between builds: see `../model.ts`. */

/**
 * The value that `make` gives, from memory where the key is known. A key tells everything that `make` depends on
 * but the tool itself; values survive JSON.
 */
export type Remember = <T>(key: string, make: () => T) => T
