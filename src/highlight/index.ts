/**
 * Colours code at build time, and finds its slots. In: the language and text of a fence. Out: hast nodes with exactly
 * that text, apart from slots. The markup is described in `site/README.md`.
 */
import type { Element, ElementContent } from 'hast'
import { slotsIn } from '../text/actions.ts'
import { replaced } from '../text/source.ts'
import { languageOf } from './languages.ts'
import { canonical } from './names.ts'
import { marked } from './slots/places.ts'
import type { Context, Kind } from './token.ts'

export { type SlotRange, slotsIn } from '../text/actions.ts'
export { canonical } from './names.ts'
export type { Context, Kind, Token } from './token.ts'

/** Whether `{{ $labels.x }}` in a fence of this language is a slot (shell, query and plain languages). */
export function takesSlots(language: string): boolean {
  return languageOf(language)?.slots !== undefined
}

/** A piece of code: of one kind, or a slot. */
export type Piece =
  | { readonly text: string; readonly kind: Kind | undefined }
  | { readonly label: string; readonly kind: Kind | undefined; readonly context: Context }

/** The code as pieces in order. Slots are looked for only in languages that take them, and where there are any. */
export function pieces(language: string, code: string, hasSlots: boolean = true): Piece[] {
  const known = languageOf(language)
  if (!known) return code ? [{ text: code, kind: undefined }] : []
  const slots = known.slots && hasSlots ? slotsIn(code) : []
  // Letters in place of the slots: the code tokenizes as if they were filled.
  const masked = replaced(code, slots, (written) => 'x'.repeat(written.length))
  const contexts =
    typeof known.slots === 'function' && slots.length > 0 ? known.slots(marked(code, slots)) : undefined
  const out: Piece[] = []
  let next = 0
  const cut = (start: number, end: number, kind: Kind | undefined, context: Context): void => {
    let at = start
    for (let slot = slots[next]; slot && slot.start < end; slot = slots[++next]) {
      if (slot.start > at) out.push({ text: code.slice(at, slot.start), kind })
      out.push({ label: slot.label, kind, context: contexts ? (contexts[next] ?? 'none') : context })
      at = slot.end
    }
    if (at < end) out.push({ text: code.slice(at, end), kind })
  }
  const own = typeof known.slots === 'string' ? known.slots : 'none'
  let ahead = 0
  const endOf = (end: number): number => {
    while (ahead < slots.length && slots[ahead]!.end <= end) ahead++
    const slot = slots[ahead]
    return slot && slot.start < end ? slot.end : end
  }
  let at = 0
  for (const token of known.tokens(masked)) {
    if (token.start > at) cut(at, token.start, undefined, own)
    // Never splits a slot: where a token ends inside one, it is extended to the slot's end.
    const end = endOf(token.end)
    cut(Math.max(at, token.start), end, token.kind, token.context ?? own)
    at = Math.max(at, end)
  }
  if (at < code.length) cut(at, code.length, undefined, own)
  return out
}

/** Markup for a slot: shows the label's name until the page fills it. */
export function slot(label: string, context: Context = 'text'): Element {
  const data = context === 'text' ? {} : { dataIn: context }
  return {
    type: 'element',
    tagName: 'var',
    properties: { className: ['slot'], dataLabel: label, ...data },
    children: [{ type: 'text', value: `<${label}>` }],
  }
}

/** Code as hast: text and `span`s, with slots as `var`s. */
export function highlight(language: string, code: string, hasSlots: boolean = true): ElementContent[] {
  return pieces(language, code, hasSlots).map((piece): ElementContent => {
    const child: ElementContent =
      'label' in piece ? slot(piece.label, piece.context) : { type: 'text', value: piece.text }
    return piece.kind
      ? { type: 'element', tagName: 'span', properties: { className: [piece.kind] }, children: [child] }
      : child
  })
}

/** A fenced code block, `<pre class="code">`; focusable by keyboard because it may scroll sideways. */
export function fence(language: string, code: string, hasSlots: boolean = true): Element {
  const name = canonical(language)
  return {
    type: 'element',
    tagName: 'pre',
    properties: { className: ['code'], tabIndex: 0, ...(name === 'text' ? {} : { dataLanguage: name }) },
    children: [
      { type: 'element', tagName: 'code', properties: {}, children: highlight(language, code, hasSlots) },
    ],
  }
}

/** Children of the `<code>` for a code span, slots included. */
export function codeSpan(code: string): ElementContent[] {
  return highlight('span', code)
}
