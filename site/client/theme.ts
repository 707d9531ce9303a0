/** Puts the chosen colours on the document before anything is shown. A classic script, so that it blocks. */
try {
  const chosen = localStorage.getItem('alertbook:theme')
  if (chosen === 'light' || chosen === 'dark') document.documentElement.dataset.theme = chosen
} catch {
  // Storage may be forbidden: then the system's colours hold.
}
