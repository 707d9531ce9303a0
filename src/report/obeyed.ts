/**
 * What a terminal would obey, or show in another order, and what GitHub's runner would take for a command (`##[`), in a text in which
 * each character may be escaped. JSON and XML escape C0 themselves, or cannot hold it.
 */
export const OBEYED: RegExp = /[\x7f-\x9f\u2028-\u202e\u2066-\u2069]|(?<=##)\[/g
