/**
 * Two Hugo sites with the same pages: a minimal one, and a fair one with navigation (breadcrumb, siblings, contents of
 * the page) and a search index. Neither has a theme.
 */
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const page = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>{{ .Title }}</title></head>
<body><h1>{{ .Title }}</h1>{{ .Content }}</body>
</html>
`

/** A page with its place in the book: its parents, its siblings, and its own contents. */
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
 * Prepares a Hugo site in `folder` for the Markdown in `content`; `hasNavigation`: the fair one. The corpus' own
 * shortcodes are shimmed so that the rule on each page is rendered and highlighted once, as we do: `comment` passes the
 * fenced rule through, `rule` prints nothing.
 */
export function prepareHugo(folder: string, content: string, hasNavigation = false): void {
  const layout = hasNavigation ? fullPage : page
  const files: Readonly<Record<string, string>> = {
    'config.json': JSON.stringify({
      baseURL: 'https://runbooks.corp/',
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
