/** Text in XML 1.0. */
import { inXml } from '../text/xml.ts'
import { OBEYED } from './obeyed.ts'

/** Escapes text for an attribute or an element. */
export const escaped = (text: string): string =>
  inXml(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll('\t', '&#9;')
    .replaceAll('\n', '&#10;')
    .replaceAll('\r', '&#13;')
    .replace(OBEYED, (one) => `&#${one.charCodeAt(0)};`)
