/** Go's math functions that differ from JavaScript's in the last bits. */
export const pow = (x: number, y: number): number => x ** y
export const mod = (x: number, y: number): number => x % y
