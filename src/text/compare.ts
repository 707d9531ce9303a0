/** Orders texts by code units: the same everywhere, unlike a language's order. */
export const byCodeUnits = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
