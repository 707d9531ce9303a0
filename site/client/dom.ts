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

/** The element that a fragment such as `#disk%20full` names; null if there is none, or if it is not an encoded text. */
export function named(fragment: string, root: NonElementParentNode = document): HTMLElement | null {
  try {
    return root.getElementById(decodeURIComponent(fragment.slice(1))) as HTMLElement | null
  } catch {
    return null
  }
}
