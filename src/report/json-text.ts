/**
 * JSON as it is printed. What a terminal would obey or show in another order is escaped, as JSON allows for every
 * character; so is what GitHub's runner would take for a command.
 */
const OBEYED = /[\x7f-\x9f\u2028-\u202e\u2066-\u2069]|(?<=##)\[/g

export const jsonText = (value: unknown): string =>
  `${JSON.stringify(value, null, 2).replace(OBEYED, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`)}\n`
