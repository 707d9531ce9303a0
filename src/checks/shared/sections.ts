/** The sections of an alert's page, and the headings that name them. */
import type { Heading } from '../../model.ts'

export const SECTIONS = ['Meaning', 'Impact', 'Diagnosis', 'Mitigation'] as const

export type Section = (typeof SECTIONS)[number]

/** A heading counts if the section's name is one of its words: `Meaning`, `1. Meaning`, `Steps for mitigation`. */
export function sectionOf(headings: readonly Heading[], name: Section): Heading | undefined {
  const word = name.toLowerCase()
  return headings.find(({ text, depth }) => {
    const lower = text.toLowerCase()
    if (depth < 2 || !lower.includes(word)) return false
    return lower === word || (lower.match(/[\p{L}\p{N}]+/gu) ?? []).some((one) => one === word)
  })
}
