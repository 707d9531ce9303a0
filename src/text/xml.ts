/** Characters that XML 1.0 cannot represent. */
const FORBIDDEN = /[^\t\n\r -\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu

/** A text that XML 1.0 can hold: every other character becomes U+FFFD. */
export const inXml = (text: string): string => text.replace(FORBIDDEN, '\ufffd')
