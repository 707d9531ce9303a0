/**
 * Two Hugo sites around the same pages: the least that renders them, and a fair one with what a reader needs to get
 * about (breadcrumb, siblings, contents of the page) and an index for a search. No theme in either.
 */
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const page = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>{{ .Title }}</title></head>
<body><h1>{{ .Title }}</h1>{{ .Content }}</body>
</html>
`

/** A page with its place in the book: what lies above it and beside it, and its own contents. */
const fullPage = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{{ .Title }}</title></head>
<body>
<nav>{{ range .Ancestors.Reverse }}<a href="{{ .RelPermalink }}">{{ .Title }}</a> / {{ end }}{{ .Title }}</nav>
<aside>{{ with .Parent }}<ul>{{ range .Pages }}<li><a href="{{ .RelPermalink }}">{{ .Title }}</a></li>{{ end }}</ul>{{ end }}</aside>
<main><h1>{{ .Title }}</h1>{{ .TableOfContents }}{{ .Content }}</main>
<footer>{{ with .Prev }}<a href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }} {{ with .Next }}<a href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}</footer>
</body>
</html>
`

const searchIndex = `[{{ range $index, $page := site.RegularPages }}{{ if $index }},{{ end }}{{ dict "title" .Title "url" .RelPermalink "text" .Plain | jsonify }}{{ end }}]`

/**
 * Prepares a Hugo site in `folder` over the Markdown in `content`; `hasNavigation`: the fair one. The corpus' own shortcodes are shimmed so
 * that the rule each page shows is rendered once, highlighted, as it is by us: `comment` lets the fenced
 * rule inside it through, `rule` prints nothing.
 */
export function prepareHugo(folder: string, content: string, hasNavigation = false): void {
  const layout = hasNavigation ? fullPage : page
  const files: Readonly<Record<string, string>> = {
    'config.json': JSON.stringify({
      baseURL: 'https://runbooks.example.org/',
      disableKinds: ['taxonomy', 'term', 'RSS', 'sitemap', 'robotsTXT', '404'],
      markup: { goldmark: { renderer: { unsafe: true } } },
      ...(hasNavigation && { outputs: { home: ['HTML', 'JSON'] } }),
    }),
    'layouts/_default/single.html': layout,
    'layouts/_default/list.html': layout,
    'layouts/index.html': layout,
    ...(hasNavigation && { 'layouts/index.json': searchIndex }),
    'layouts/shortcodes/rule.html': '',
    'layouts/shortcodes/comment.html': '{{ .Inner }}',
  }
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(folder, path, '..'), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  symlinkSync(content, join(folder, 'content'))
}
