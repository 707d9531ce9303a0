/**
 * Puts the chosen colours on the document. It is small and holds up nothing: it comes with the stylesheet, before
 * which nothing is shown, and where it hangs the page has the system's colours.
 */
try {
  const chosen = localStorage.getItem('alertbook:theme')
  if (chosen === 'light' || chosen === 'dark') document.documentElement.dataset.theme = chosen
} catch {
  // Storage may be forbidden: then the system's colours hold.
}
