/** Redirects to the new address of a page with the query and fragment of the old one. */
const target = (document.currentScript as HTMLScriptElement | null)?.dataset.target
if (target !== undefined) {
  const url = new URL(target, location.href)
  if (location.search) url.search = location.search
  if (location.hash) url.hash = location.hash
  location.replace(url)
}
