/** Every supported frontmatter key, stated once: used by the type, the reader, the hints and the schema. */

export interface FrontmatterKey {
  /**
   * `list`: texts, or a single one; `names`: one text, or several that are shown as one; `links`: addresses with optional titles; `fields`: names and texts; `flag`: `true`
   * or `false`.
   */
  readonly shape: 'text' | 'names' | 'list' | 'links' | 'fields' | 'flag'
  /** One line for the JSON Schema. */
  readonly about: string
}

/** By YAML name. The type `Frontmatter` in `model/frontmatter.ts` is derived from this table. */
export const FRONTMATTER_KEYS = {
  title: { shape: 'text', about: 'Title of the page; by default the first heading' },
  description: { shape: 'text', about: 'One sentence for lists and search results' },
  owner: { shape: 'names', about: 'Team responsible for the alert and this page' },
  channel: {
    shape: 'names',
    about: 'How to reach the owner: a chat channel or an address',
  },
  escalation: { shape: 'names', about: 'Whom to page when the owner does not answer' },
  lang: { shape: 'text', about: 'Language of the page, such as `ja`; by default `site.lang`' },
  severity: { shape: 'text', about: 'Default `severity` label of the alerts of this file' },
  tags: { shape: 'list', about: 'Words for search and lists' },
  keywords: { shape: 'list', about: 'Words people search for that the page does not say' },
  services: { shape: 'list', about: 'Services the alert is about' },
  group: { shape: 'text', about: 'Rule group for the rules of this file that name none' },
  labels: { shape: 'fields', about: 'Default labels of the rules of this file' },
  annotations: {
    shape: 'fields',
    about: 'Default annotations of the alerts of this file',
  },
  alerts: {
    shape: 'list',
    about: 'Alerts that live in rule files and that this page explains',
  },
  aliases: { shape: 'list', about: 'Old addresses of this page' },
  dashboards: { shape: 'links', about: 'Links to dashboards: addresses, or mappings of `title` and `url`' },
  runbook: {
    shape: 'text',
    about: '`todo 2027-01-31`: the page is still to be written, and its due date',
  },
  reviewed: { shape: 'text', about: 'Date of the last review, `2026-11-21`' },
  review_every: { shape: 'text', about: 'How long a review is valid, such as `180d`' },
  draft: { shape: 'flag', about: 'Checked, but neither its rules nor its page are published' },
} as const
