/**
 * Script and markup that the development server adds to a page: reload on change at the same scroll position, and the
 * strip.
 */
export const CLIENT: string = `
const key = 'alertbook-dev-scroll:' + location.pathname
const kept = sessionStorage.getItem(key)
if (kept !== null) {
  sessionStorage.removeItem(key)
  addEventListener('load', () => scrollTo(0, Number(kept)))
}

const strip = document.createElement('aside')
strip.setAttribute('aria-label', 'Findings of this page')
Object.assign(strip.style, {
  position: 'fixed', inset: 'auto 0 0 0', maxHeight: '40vh', overflow: 'auto', zIndex: 1000, margin: 0,
  padding: '0.5rem 1rem', font: '13px/1.5 ui-monospace, monospace', color: '#fff', background: '#40210f',
  whiteSpace: 'pre-wrap', boxShadow: '0 -1px 6px #0006',
})

function element(name, text, style) {
  const made = document.createElement(name)
  made.textContent = text
  Object.assign(made.style, style)
  return made
}

function lineOf({ severity, place, message, hint, code }) {
  const line = element('div', severity + '  ' + place + '  ' + message + '  ', { margin: '0.2rem 0' })
  const link = element('a', code, { color: '#ffd9a0' })
  link.href = '/__alertbook/explain/' + encodeURIComponent(code)
  link.target = '_blank'
  line.append(link)
  if (hint) line.append(element('div', 'hint: ' + hint, { paddingLeft: '2ch', color: '#f3d3bd' }))
  return line
}

async function show() {
  const answer = await fetch('/__alertbook/diagnostics?page=' + encodeURIComponent(location.pathname))
  const { stale, lines } = await answer.json()
  strip.replaceChildren(
    ...(stale ? [element('div', 'This page is from the last build without errors.', { fontWeight: 'bold' })] : []),
    ...lines.map(lineOf),
  )
  if (strip.childElementCount) document.body.append(strip)
  else strip.remove()
  return stale
}

const events = '/__alertbook/events?page=' + encodeURIComponent(location.pathname)
new EventSource(events).onmessage = async ({ data }) => {
  // The page is on the screen as it is: what is new is what is wrong with it.
  if (await show() || data === 'judged') return
  sessionStorage.setItem(key, String(scrollY))
  location.reload()
}
show()
`
