/** A small book with everything that a page can show. */
import { toHtml } from 'hast-util-to-html'
import { codeSpan, fence } from '../../src/highlight/index.ts'
import type { Program } from '../../src/model.ts'
import { program } from './fixture.ts'

const block = (language: string, code: string): string => toHtml(fence(language, code))
const span = (code: string): string => `<code>${toHtml(codeSpan(code))}</code>`

export const diskFull = {
  alert: 'HostFilesystemAlmostFull',
  expr: '(node_filesystem_avail_bytes{fstype!~"tmpfs|overlay"} / node_filesystem_size_bytes) * 100 < 10\nand on (instance, device, mountpoint) node_filesystem_readonly == 0',
  for: '15m',
  labels: { severity: 'critical', team: 'storage' },
  annotations: {
    summary: 'Filesystem {{ $labels.mountpoint }} on {{ $labels.instance }} is almost full',
    description: 'Only {{ $value | humanize }}% of {{ $labels.device }} is free & shrinking.',
    runbook: 'https://example.org/host/disk/?instance={{ $labels.instance | urlquery }}',
  },
  group: 'host',
  link: 'https://example.org/host/disk/?instance={{ $labels.instance | urlquery }}&mountpoint={{ $labels.mountpoint | urlquery }}',
}

export function book(): Program {
  return program([
    {
      file: 'runbooks/host/disk.md',
      title: 'HostFilesystemAlmostFull',
      summary: 'A filesystem has less than 10% of its space left.',
      frontmatter: {
        owner: 'storage',
        channel: '#storage-oncall',
        escalation: 'after 30 minutes: platform lead',
        reviewed: '2026-01-15',
        reviewEvery: '180d',
      },
      headings: [
        ['meaning', 'Meaning'],
        ['impact', 'Impact'],
        ['diagnosis', 'Diagnosis'],
        ['mitigation', 'Mitigation'],
      ],
      links: [['memory.md#meaning', 'host/memory/', 'meaning']],
      rules: [diskFull],
      body: [
        { kind: 'title' },
        { kind: 'block', index: 0 },
        `<h2 id="meaning">Meaning</h2>
<p>A filesystem has less than 10% of its space left. It is not the same as `,
        { kind: 'name', name: 'HostMemoryPressure' },
        ` or <code>node_filesystem_avail_bytes</code> being absent. Template text {{ $labels.instance }} stays.</p>
<h2 id="impact">Impact</h2>
<aside class="callout callout-warning"><p class="callout-title">Warning</p><p>Databases stop accepting writes at 5%.</p></aside>
<p>See <a href="`,
        { kind: 'link', target: 'memory.md#meaning' },
        `">memory</a> and <a href="https://prometheus.io/docs/">the manual</a>.</p>
<h2 id="diagnosis">Diagnosis</h2>
<ol>
<li>
<p>Look at the disk with ${span('df -h {{ $labels.mountpoint }}')}:</p>
${block('console', '$ journalctl -M {{ $labels.instance }} "{{ $labels.mountpoint }}"\nFilesystem      Size  Used Avail Use% Mounted on\n/dev/sda1       100G   96G    4G  96% /var/lib/docker/overlay2/a-very-long-path/that/goes/on')}
</li>
<li>
<p>How fast does it fill?</p>
${block('promql', 'predict_linear(node_filesystem_avail_bytes{instance="{{ $labels.instance }}", mountpoint="{{ $labels.mountpoint }}"}[6h], 4 * 3600)')}
</li>
<li>Find the largest directories.</li>
</ol>
<h2 id="mitigation">Mitigation</h2>
<ul class="contains-task-list">
<li class="task-list-item"><input type="checkbox" disabled> Delete old logs</li>
<li class="task-list-item"><input type="checkbox" disabled> Grow the volume</li>
<li class="task-list-item"><input type="checkbox" checked disabled> Breathe</li>
</ul>
${block('shell', 'journalctl --vacuum-size=500M # look {{ $labels.instance }}\nkubectl delete pod "{{ $labels.pod }}" --force')}
${block('shell', 'ssh {{ $labels.instance }} sync {{ $labels.mountpoint }}')}
<div class="table" tabindex="0"><table><thead><tr><th>Volume</th><th>Grows</th></tr></thead><tbody><tr><td>/var</td><td>online</td></tr></tbody></table></div>
`,
      ],
    },
    {
      file: 'runbooks/host/memory.md',
      title: 'Hosts run out of memory',
      summary: 'Memory is short.',
      headings: [['meaning', 'Meaning']],
      rules: [
        {
          alert: 'HostMemoryPressure',
          expr: 'rate(node_vmstat_pgmajfault[1m]) > 1000',
          for: '2m',
          labels: { severity: 'warning' },
          group: 'host',
          anchor: 'hostmemorypressure',
        },
        {
          alert: 'HostOomKillDetected',
          expr: 'increase(node_vmstat_oom_kill[1m]) > 0',
          labels: { severity: 'warning' },
          group: 'host',
          anchor: 'hostoomkilldetected',
        },
      ],
      body: ['<h2 id="meaning">Meaning</h2><p>Memory is short.</p>', { kind: 'block', index: 0 }],
    },
    {
      file: 'runbooks/_index.md',
      title: 'Runbooks',
      summary: 'All of them.',
      body: [{ kind: 'title' }, '<p>Welcome.</p>'],
    },
  ])
}
