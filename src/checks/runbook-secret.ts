import type { PageCheck } from './check.ts'

/** Secrets that their form gives away, and what they are. Group 1, where there is one, is the secret itself. */
const SECRETS: readonly (readonly [pattern: RegExp, what: string])[] = [
  [/-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----(?=(?:\\n|[\s>])+[A-Za-z0-9+/]{40})/g, 'a private key'],
  [/\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/g, 'an access key of AWS'],
  [/\bgh[pousr]_[A-Za-z0-9]{36,}\b|\bgithub_pat_\w{22,}\b/g, 'a token of GitHub'],
  [/\bglpat-[\w-]{20,}/g, 'a token of GitLab'],
  [/\bxox[abprs]-\d[\w-]{20,}/g, 'a token of Slack'],
  [/\bAIza[\w-]{35}\b/g, 'a key of Google'],
  [/\bsk_live_[A-Za-z0-9]{20,}\b/g, 'a key of Stripe'],
  [/\beyJ[\w-]{10,2000}\.eyJ[\w-]{10,4000}\.[\w-]{10,}/g, 'a JSON web token'],
  [/\bhooks\.slack\.com\/services\/T\w{6,}\/B\w{6,}\/(\w{20,})/g, 'the address of a webhook of Slack'],
  [/\bdiscord(?:app)?\.com\/api\/webhooks\/\d+\/([\w-]{50,})/g, 'the address of a webhook of Discord'],
  [/\b[a-z][a-z0-9+.-]{1,20}:\/\/[^\s/:@'"`<>]+:([^\s/@'"`<>]+)@[\w.-]+/gi, 'a password'],
  [
    /(?:(?<![\w-])--?(?:password|passwd|passphrase|api-?key|token|secret)[= ]|\b\w*(?:PASSWORD|PASSWD|_PWD|_TOKEN|_SECRET|API_KEY)=)["']?([^\s"'`-][^\s"'`]*)/g,
    'a password',
  ],
  [/\bAuthorization: *(?:Bearer|Basic|token) +([\w.~+/=-]{16,})/gi, 'a token'],
]

/** Texts that stand for a secret, or that everybody knows. */
const STANDS_FOR =
  /[$<>{}*()[\]…]|\.\.\.|x{3,}|example|password|passwd|passphrase|secret|token|change|replace|your|dummy|placeholder|redacted|test|demo|sample|foo|1234/i

/** Letters that are written as digits and signs: `pa55w0rd`. */
const LEET: Readonly<Record<string, string>> = { 0: 'o', 1: 'i', 3: 'e', 4: 'a', 5: 's', $: 's', '@': 'a' }

const standsForOne = (text: string): boolean =>
  STANDS_FOR.test(text) || STANDS_FOR.test(text.replace(/[01345$@]/g, (char) => LEET[char]!))

/** Whether a password or token without a form of its own looks like a real one: letters and digits. */
const isReal = (text: string): boolean =>
  text.length >= 8 && /[a-z]/i.test(text) && /\d/.test(text) && !standsForOne(text)

const HINT =
  'have it replaced, and write where it is kept: a variable, or the command that reads it from a vault'

export const runbookSecret: PageCheck = {
  code: 'runbook-secret',
  severity: 'warning',
  summary: 'No password, key or token is written on a page.',
  *runPage({ runbook, text: textOf }) {
    const text = runbook.document ? '' : textOf()
    const seen = new Set<number>()
    for (const [pattern, what] of SECRETS) {
      for (const match of text.matchAll(pattern)) {
        const secret = match[1] ?? match[0]
        const start = match.index + match[0].lastIndexOf(secret)
        if (/EXAMPLE|x{4,}|1234/i.test(secret) || (match[1] !== undefined && !isReal(secret))) continue
        if (seen.has(start)) continue
        seen.add(start)
        yield {
          file: runbook.source.path,
          range: { start, end: start + secret.length },
          message: `The page contains ${what}, for everyone who can read it or its history`,
          hint: HINT,
        }
      }
    }
  },
}
