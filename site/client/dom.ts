/** Helpers for elements. Text is always inserted as text. */

export function all<E extends HTMLElement>(selector: string, root: ParentNode = document): E[] {
  return [...root.querySelectorAll<E>(selector)]
}

type Properties = Readonly<Record<string, string | boolean | undefined>>

/** An element with attributes and children; omits `undefined` and `false` attributes. */
export function make<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  properties: Properties = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(properties)) {
    if (value !== undefined && value !== false) element.setAttribute(name, value === true ? '' : value)
  }
  element.append(...children)
  return element
}

/** The site's root as an absolute address. */
export function root(): URL {
  return new URL(document.documentElement.dataset.base ?? './', location.href)
}

let timer: ReturnType<typeof setTimeout> | undefined

/** A short message at the edge of the screen, read out by screen readers. */
export function say(text: string, tone = ''): void {
  let toast = document.querySelector<HTMLElement>('.toast')
  if (!toast) {
    toast = make('div', { class: 'toast', role: 'status' })
    document.body.append(toast)
  }
  toast.textContent = text
  toast.dataset.tone = tone
  toast.classList.add('shown')
  clearTimeout(timer)
  timer = setTimeout(() => toast.classList.remove('shown'), tone ? 6000 : 2500)
}

/** Copies a text to the clipboard; reports success, or why not. */
export async function copy(text: string, warning = ''): Promise<void> {
  try {
    await navigator.clipboard.writeText(text)
  } catch {
    const area = make('textarea', { class: 'skip', 'aria-hidden': 'true' })
    area.value = text
    document.body.append(area)
    area.select()
    const done = document.execCommand('copy')
    area.remove()
    if (!done) return say('Could not copy: select the text instead', 'warning')
  }
  say(warning || 'Copied', warning ? 'warning' : '')
}
