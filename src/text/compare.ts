/** The order of texts by their code units: the same everywhere, unlike the order of a language. */
export const byCodeUnits = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
