/** The button that cycles through the colours: system, light, dark. */
const KEY = 'alertbook:theme'
const next: Readonly<Record<string, string>> = { '': 'light', light: 'dark', dark: '' }
const names: Readonly<Record<string, string>> = { '': 'same as the system', light: 'light', dark: 'dark' }

export function colours(): void {
  const button = document.querySelector<HTMLButtonElement>('.theme')
  if (!button) return
  const root = document.documentElement
  const label = (): void => button.setAttribute('aria-label', `Colours: ${names[root.dataset.theme ?? '']}`)
  label()
  button.addEventListener('click', () => {
    const theme = next[root.dataset.theme ?? '']!
    if (theme) root.dataset.theme = theme
    else delete root.dataset.theme
    try {
      if (theme) localStorage.setItem(KEY, theme)
      else localStorage.removeItem(KEY)
    } catch {
      // Without storage, the choice applies to this page only.
    }
    label()
  })
}
