/** What the development server adds to a page: reload on change with the scroll position kept, and the strip. */
export const CLIENT: string = `
const key = 'alertbook-dev-scroll:' + location.pathname
const kept = sessionStorage.getItem(key)
if (kept !== null) {
  sessionStorage.removeItem(key)
  addEventListener('load', () => scrollTo(0, Number(kept)))
}

const strip = document.createElement('aside')
strip.setAttribute('aria-label', 'Diagnostics of this page')
Object.assign(strip.style, {
  position: 'fixed', inset: 'auto 0 0 0', maxHeight: '40vh', overflow: 'auto', zIndex: 1000, margin: 0,
  padding: '0.5rem 1rem', font: '13px/1.5 ui-monospace, monospace', color: '#fff', background: '#40210f',
  whiteSpace: 'pre-wrap', boxShadow: '0 -1px 6px #0006',
})

async function show() {
  const answer = await fetch('/__alertbook/diagnostics?page=' + encodeURIComponent(location.pathname))
  const { stale, lines } = await answer.json()
  strip.textContent = (stale ? 'This page is from the last build without errors.\\n' : '') +
    lines.map((line) => line.severity + '  ' + line.text).join('\\n')
  if (strip.textContent) document.body.append(strip)
  else strip.remove()
  return stale
}

new EventSource('/__alertbook/events').onmessage = async () => {
  if (await show()) return
  sessionStorage.setItem(key, String(scrollY))
  location.reload()
}
show()
`
