/** The document around every page. No inline scripts or styles, so a strict content security policy blocks nothing. */
import { type FrameView, type Html, html, type Layouts } from '../../src/emit/site/index.ts'

/** For hosts without custom headers. Images may come from anywhere: authors embed screenshots. */
export const policy: Html = html`<meta http-equiv="Content-Security-Policy" content="default-src 'self'; img-src 'self' https:; object-src 'none'; base-uri 'none'; form-action 'self'">`

export function frame(view: FrameView, main: Html, layouts: Layouts): Html {
  const { base, site, title, kind } = view
  const asset = (name: string): string => base + view.asset(name)
  const heading = title === site.title ? title : `${title} · ${site.title}`
  return html`<!doctype html>
<html lang="${view.lang}" data-kind="${kind}" data-base="${base}" data-more="${asset('more.js')}"${isLight(view) && html` data-look="${asset('more.css')}"`}>
<head>
<meta charset="utf-8">
${policy}
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${heading}</title>
<meta name="description" content="${view.description}">
<meta name="color-scheme" content="light dark">
<meta name="theme-color" media="(prefers-color-scheme: dark)" content="#15171b">
<meta name="theme-color" content="#fcfbf8">
<meta property="og:title" content="${title}">
<meta property="og:description" content="${view.description}">
<meta property="og:site_name" content="${site.title}">
${(kind === 'not-found' || kind === 'tests' || kind === 'rules') && html`<meta name="robots" content="noindex">`}
${view.canonical && html`<link rel="canonical" href="${view.canonical}">`}
${view.twin && html`<link rel="alternate" type="text/markdown" href="${view.twin}">`}
<link rel="alternate" type="application/atom+xml" href="${base}feed.xml" title="${site.title}">
<link rel="icon" href="${asset('icon.svg')}" type="image/svg+xml">
${view.styles.map((style) => html`<link rel="stylesheet" href="${asset(style)}">`)}
<script src="${asset('theme.js')}" async></script>
<script src="${asset('site.js')}" type="module"></script>
</head>
<body>
<a class="skip" href="#main">Skip to content</a>
${layouts.header(view)}
<p class="offline" role="status" hidden></p>
<main id="main" tabindex="-1">
${main}
</main>
</body>
</html>
`
}

/** Its stylesheet is that of runbooks alone; the other one comes when something asks for it. */
const isLight = ({ kind }: FrameView): boolean => kind === 'page' || kind === 'tests' || kind === 'rules'

/** The bar above every page. */
export function header(view: FrameView): Html {
  const { base, site } = view
  return html`<header class="bar">
<a class="home" href="${base}">${site.title}</a>
<form class="find" role="search" action="${base}" data-search="${base}${view.asset('search.js')}"><input type="search" name="q" placeholder="Search alerts" aria-label="Search alerts" autocomplete="off" spellcheck="false" autocapitalize="off"><kbd aria-hidden="true">/</kbd></form>
<button class="theme" type="button" aria-label="Colours"></button>
</header>`
}
