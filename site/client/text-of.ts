/** What a block of code says. */
import { all } from './dom.ts'

/** The text worth pasting: all of it, or only the commands if there are prompts. */
export function textOf(pre: HTMLElement): string {
  const code = (pre.querySelector('code') ?? pre).cloneNode(true) as HTMLElement
  if (!code.querySelector('.prompt')) return (code.textContent ?? '').replace(/\n$/, '')
  for (const element of all('.prompt, .output', code)) element.remove()
  return (code.textContent ?? '')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .join('\n')
}
