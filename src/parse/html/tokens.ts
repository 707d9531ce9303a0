/**
 * Tokens that replace fences and shortcodes in the tree until the sanitiser has passed, and how they are replaced in
 * turn. Their code points are removed from every source first, so an author cannot write one.
 */
import type { Element, ElementContent, Text as HastText } from 'hast'
import type { Code } from 'mdast'
import { fence } from '../../highlight/index.ts'
import type { Hole } from '../../model.ts'
import { HOLE_CLOSE, HOLE_OPEN, withoutFiller, withoutHoles } from '../notations/shortcodes.ts'

/** Delimits the token of a fence; private to this file. */
const FENCE_OPEN = '\uFDD3'
const TOKEN = /([\uFDD0\uFDD3]\d+\uFDD1)/
const TOKEN_ALONE = /^\s*[\uFDD0\uFDD3]\d+\uFDD1\s*$/

/** Replacements for tokens. */
export interface Fillers {
  /** Diagrams that are drawn; others are shown as text. */
  readonly drawn: ReadonlySet<Code>
  /** Whether `{{ $labels.x }}` in code is a place for a label. */
  readonly hasSlots: boolean
  /** The hole for a code node (a rule block); undefined where its text is shown. */
  holeOf(node: Code): Hole | undefined
  /** The hole for shortcode number `index`; undefined shows nothing. */
  shortcodeHole(index: number): Hole | string | undefined
}

export const fenceToken = (index: number): string => FENCE_OPEN + String(index) + HOLE_CLOSE

export const isTokenAlone = (node: Element): boolean => {
  const only = node.tagName === 'p' && node.children.length === 1 ? node.children[0] : undefined
  return only?.type === 'text' && TOKEN_ALONE.test(only.value)
}

/** Replaces the tokens in a text by their fences and shortcodes. */
export function fillTokens(
  node: HastText,
  input: Fillers,
  fences: readonly Code[],
  hole: (value: Hole | string) => string,
): ElementContent[] {
  const parts = node.value.split(TOKEN)
  if (parts.length === 1) return [node]
  return parts.flatMap((part, index): ElementContent[] => {
    const number = Number(part.slice(1, -1))
    const code = part.startsWith(FENCE_OPEN) ? fences[number] : undefined
    if (index % 2 === 0) return part === '' ? [] : [{ type: 'text', value: part }]
    if (code) {
      const held =
        input.holeOf(code) ??
        (input.drawn.has(code) ? { kind: 'diagram', source: code.value, number } : undefined)
      return [held ? { type: 'text', value: hole(held) } : fence(code.lang ?? '', code.value, input.hasSlots)]
    }
    const value = input.shortcodeHole(number)
    if (value === undefined) return []
    return [{ type: 'text', value: typeof value === 'string' ? withoutHoles(value) : hole(value) }]
  })
}

/** Replaces tokens in attributes, where only text is possible. */
export function fillProperties(
  { properties }: Element,
  input: Fillers,
  hole: (value: Hole | string) => string,
): void {
  const fill = (text: string): string =>
    withoutFiller(text)
      .split(TOKEN)
      .map((part, index) => {
        if (index % 2 === 0) return withoutHoles(part)
        const value = part.startsWith(HOLE_OPEN) ? input.shortcodeHole(Number(part.slice(1, -1))) : undefined
        if (typeof value === 'string') return withoutHoles(value)
        return value?.kind === 'param' ? hole(value) : ''
      })
      .join('')
  for (const [name, value] of Object.entries(properties)) {
    if (typeof value === 'string') properties[name] = fill(value)
    else if (Array.isArray(value))
      properties[name] = value.map((one) => (typeof one === 'string' ? fill(one) : one))
  }
}
