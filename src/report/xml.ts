/** Text in XML 1.0. */

/** Characters that XML 1.0 cannot represent; each becomes U+FFFD. */
const FORBIDDEN = /[^\t\n\r -\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu

/** What a terminal, or GitHub's runner, would obey if it were shown the file. */
const OBEYED = /[\x7f-\x9f\u2028-\u202e\u2066-\u2069]|(?<=##)\[/g

/** Escapes text for an attribute or an element. */
export const escaped = (text: string): string =>
  text
    .replace(FORBIDDEN, '\ufffd')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll('\t', '&#9;')
    .replaceAll('\n', '&#10;')
    .replaceAll('\r', '&#13;')
    .replace(OBEYED, (one) => `&#${one.charCodeAt(0)};`)
