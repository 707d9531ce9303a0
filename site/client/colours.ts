/** The button that cycles through the colours: system, light, dark. */
const KEY = 'alertbook:theme'
const next: Readonly<Record<string, string>> = { '': 'light', light: 'dark', dark: '' }
const names: Readonly<Record<string, string>> = { '': 'same as the system', light: 'light', dark: 'dark' }

const chosen = (): string => document.documentElement.dataset.theme ?? ''

/** Says on the button which colours there are. */
export function nameColours(): void {
  document.querySelector('.theme')?.setAttribute('aria-label', `Colours: ${names[chosen()]}`)
}

/** Takes the next colours, and remembers them. */
export function turnColours(): void {
  const root = document.documentElement
  const theme = next[chosen()]!
  if (theme) root.dataset.theme = theme
  else delete root.dataset.theme
  try {
    if (theme) localStorage.setItem(KEY, theme)
    else localStorage.removeItem(KEY)
  } catch {
    // Without storage, the choice applies to this page only.
  }
  nameColours()
}
