import { OBEYED } from './obeyed.ts'

/** JSON as it is printed. What somebody would obey is escaped, as JSON allows for every character. */
export const jsonText = (value: unknown): string =>
  `${JSON.stringify(value, null, 2).replace(OBEYED, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`)}\n`
