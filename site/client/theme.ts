/**
 * Applies the chosen colours to the document. The script is small and delays nothing: it loads along with the
 * stylesheet, without which nothing is shown. If it does not arrive, the page has the system's colours.
 */
try {
  const chosen = localStorage.getItem('alertbook:theme')
  if (chosen === 'light' || chosen === 'dark') document.documentElement.dataset.theme = chosen
} catch {
  // Without storage, the system's colours apply.
}
