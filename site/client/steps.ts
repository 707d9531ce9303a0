/** Steps and tasks that can be ticked. What a tick does comes with the first one, or where an earlier one was kept. */
import { all, make } from './dom.ts'
import { incident } from './labels.ts'
import { later } from './later.ts'
import { isStored } from './stored-progress.ts'
import type { Step } from './ticks.ts'

export function steps(): void {
  const body = document.querySelector<HTMLElement>('.runbook .body')
  const found = body ? [...numbered(body), ...tasks(body)] : []
  let started: Promise<(box: HTMLElement) => void> | undefined
  const start = (): Promise<(box: HTMLElement) => void> => {
    started ??= later().then(({ ticks }) => ticks(found, incident))
    return started
  }
  // Where it cannot be loaded, the next tick asks again.
  const failed = (): void => {
    started = undefined
  }
  for (const { box } of found)
    box.addEventListener('click', () => void start().then((toggle) => toggle(box), failed))
  if (found.length > 0 && isStored()) start().catch(failed)
}

function numbered(body: HTMLElement): Step[] {
  return all<HTMLOListElement>(':scope > ol', body).flatMap((list) =>
    all(':scope > li', list).map((item, i) => {
      const box = make('button', {
        type: 'button',
        class: 'tick',
        role: 'checkbox',
        'aria-checked': 'false',
        'aria-label': `Step ${list.start + i} done`,
      })
      item.prepend(box)
      return { item, box }
    }),
  )
}

function tasks(body: HTMLElement): Step[] {
  return all('.task-list-item', body).flatMap((item) => {
    const box = item.querySelector<HTMLInputElement>('input')
    if (!box) return []
    box.disabled = false
    box.setAttribute('aria-label', (item.textContent ?? '').replace(/\s+/g, ' ').trim().slice(0, 300))
    return [{ item, box }]
  })
}
