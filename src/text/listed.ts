/** The first of some things in a sentence, and how many more there are: `a, b and 3 more`. */
export function listed<T>(things: readonly T[], most: number, write: (thing: T) => string): string {
  const more = things.length > most ? ` and ${things.length - most} more` : ''
  return `${things.slice(0, most).map(write).join(', ')}${more}`
}

/** A name as code. */
export const asCode = (name: string): string => `\`${name}\``
