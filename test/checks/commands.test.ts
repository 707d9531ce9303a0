/** What `runbook-command` and `runbook-secret` say of single lines of a page: «marks» around what they point at. */
import { expect, test } from 'vitest'
import { runbookCommand } from '../../src/checks/runbook-command.ts'
import { runbookSecret } from '../../src/checks/runbook-secret.ts'
import { parse } from '../../src/parse/index.ts'

const NBSP = '\u00a0'

/** Shell, in a fence of its own; `|` at its beginning: another language. */
const COMMANDS = [
  'kubectl get pods «–»namespace payments',
  'kubectl delete pod web-1 «—»force',
  'curl -s «“»http://web-1/metrics”',
  'kubectl get pods -o jsonpath=«‘»{.items[*].metadata.name}’',
  `systemctl restart«${NBSP}»nginx`,
  'systemctl restart ng«\u200b»inx',
  'rm -rf /var/tmp/«\u202e»gpj.x',
  'kubectl drain node-1 «\\» \n  --ignore-daemonsets',
  'kubectl drain node-1 «\\»',
  'cat «<<EOF» > /tmp/x\nkind: Pod',
  'cat «<<EOF» > /tmp/x\nkind: Pod\n  EOF',
  'cat «<<-EOF» > /tmp/x\nkind: Pod\n  EOF',
  'rm -rf «$DATA/»',
  `sudo rm -r -f «"\${CACHE}"/*»`,
  'rm --recursive --force «"$CACHE/"»; DATA=1',
  // right
  'kubectl get pods --namespace payments',
  'echo "the “primary” – as we call it – is down…"',
  "echo 'a – b'",
  "echo 'שלום\u200f!'",
  '# look at the “primary” – first',
  'kubectl drain node-1 \\\n  --ignore-daemonsets',
  'cat <<EOF > /tmp/x\nkind: Pod “x”\nEOF',
  'cat <<-EOF > /tmp/x\n\tkind: Pod\n\tEOF',
  'wc <<< "$X"',
  'apt install <<package_name()>>',
  'systemctl restart <<service>>',
  'DATA=/var/lib/x\nrm -rf "$DATA/"',
  'for d in a b; do rm -rf "$d"/*; done',
  'set -eu\nrm -rf "$DATA"/*',
  `rm -rf "\${DATA:?}"/*`,
  'rm -rf "$DATA"/old',
  'rm -f $DATA/*',
  '$ systemctl status nginx\n● nginx “web” – running',
  `NAME${NBSP}${NBSP}${NBSP}STATUS`,
  '|yaml\na: “b”',
]

const LINES = [
  "mysql -u root --password=«Tr0ub4dor9z» -e 'x'",
  'PGPASSWORD=«k9Fq2LmX8w» psql',
  'curl https://ops:«kF9x2Lq7w»@api.corp/x',
  'curl -H "Authorization: Bearer «a8f3k2m9q7x1z5c4v6b0»"',
  'AWS_ACCESS_KEY_ID=«AKIAQ3EGTLZ5HWVYBN7K»',
  'curl -H "Authorization: Bearer «eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiI5OTk5OTkifQ.dBjftJeZ4CVPmB92K»"',
  'see https://hooks.slack.com/services/T00000AB1/B00000AB1/«Zk3vQ9bX7LmN2pRsT4uVwXyZ»',
  // right
  'mysql --password=$MYSQL_PWD -e x',
  'mysql --password=<password> --port=3306',
  'mysql --password --port=3306',
  'mysql --password="$(vault read -field=x y1)"',
  'export DB_PASSWORD=pa55w0rd',
  'curl -H "Authorization: Bearer $TOKEN"',
  'juju show-secret d6buvufmp25c7am9qqtg',
  'AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE',
  'token: glpat-xxxxxxxxxxxxxxxxxxxx',
  'a block that begins with -----BEGIN PRIVATE KEY-----',
  'https://user:password1@example.org',
]

const bare = (marked: string): string => marked.replace(/[«»]/g, '')

/** The text with marks where the check points. */
function told(check: typeof runbookCommand, text: string): string {
  const runbook = parse({ path: 'runbooks/a.md', text })
  if (runbook.kind !== 'runbook') throw new Error('no runbook')
  const page = { runbook, text: () => text, explains: true } as Parameters<typeof check.runPage>[0]
  const ranges = [...check.runPage(page)].map(({ range }) => range).sort((a, b) => b.start - a.start)
  let out = text
  for (const { start, end } of ranges)
    out = `${out.slice(0, start)}«${out.slice(start, end)}»${out.slice(end)}`
  return out
}

const fenced = (code: string): string =>
  `# A\n\n${code.startsWith('|') ? `\`\`\`${code.slice(1)}` : `\`\`\`bash\n${code}`}\n\`\`\`\n`

test.each(COMMANDS)('%s', (marked) => {
  expect(told(runbookCommand, fenced(bare(marked)))).toBe(fenced(marked))
})

test.each(LINES)('%s', (marked) => {
  expect(told(runbookSecret, `# A\n\n${bare(marked)}\n`)).toBe(`# A\n\n${marked}\n`)
})

test('a here-document in a list ends where the list does', () => {
  const page = '# A\n\n1. Do:\n\n   ```bash\n   cat <<EOF\n   a\n   EOF\n   ```\n'
  expect(told(runbookCommand, page)).toBe(page)
  const deeper = page.replace('   EOF', '     EOF')
  expect(told(runbookCommand, deeper)).toBe(deeper.replace('<<EOF', '«<<EOF»'))
})
