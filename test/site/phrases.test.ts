/** Searches at night without the name of the alert: the right one is among the first three results. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { compile } from '../../src/compile.ts'
import { readConfig } from '../../src/config/index.ts'
import { readProject } from '../../src/disk/read.ts'
import type { OutputFile } from '../../src/model.ts'
import { root } from '../setup.ts'
import { searchOf } from './found.ts'
import { build, hasCorpus } from './srerun.ts'
import { theme } from './theme.ts'

/** A phrase, and patterns for the intended alerts. */
type Phrase = readonly [asked: string, meant: RegExp]

const OURS: readonly Phrase[] = [
  ['disk almost full', /^NodeDisk(Space|Filling)/],
  ['no space left on device', /^Node(Disk|Inodes)/],
  ['out of inodes', /^NodeInode/],
  ['server does not answer', /MetricsGone|ScrapeDown/],
  ['logs not arriving', /^AlloyLog|NoLogsDelivered/],
  ['metrics missing', /MetricsGone/],
  ['alloy keeps restarting', /^AlloyRestartLoop/],
  ['too much memory', /Memory/],
  ['oom killer', /^NodeOOMKill/],
  ['high cpu', /CPU/],
  ['clock is wrong', /^NodeClock/],
  ['time drift', /^NodeClock/],
  ['remote write slow', /^AlloyRemoteWrite(Behind|Stalled)/],
  ['samples rejected', /RemoteWrite(Rejected|Dropping)|OutOfOrder/],
  ['config reload failed', /^AlloyConfigLoadFailed/],
  ['too many open files', /FileDescriptors/],
  ['disk read only', /ReadOnly/],
  ['network errors', /^NodeNetwork/],
  ['docker logs gone', /^AlloyDockerLogsSilent/],
  ['queue full', /OtelExporter(Queue|Enqueue)/],
  ['cardinality explosion', /^AlloyActiveSeriesSurge/],
  ['target down', /^AlloyScrape/],
]
const SRERUN: readonly Phrase[] = [
  ['disk full', /Disk|Storage/],
  ['pod keeps restarting', /^KubernetesPodCrashLooping/],
  ['pod pending', /^KubernetesPodNotHealthy/],
  ['postgres replication lag', /^PostgresqlReplication/],
  ['mysql slow queries', /^MysqlSlowQueries/],
  ['redis rejects connections', /^RedisRejectedConnections/],
  ['certificate expires soon', /Certificate|Ssl/],
  ['haproxy backend down', /^Haproxy(Backend|Server)/],
  ['nginx 5xx', /^NginxHighHttp5xx/],
  ['etcd no leader', /^EtcdNoLeader/],
  ['elasticsearch red', /^ElasticsearchClusterRed/],
  ['node not ready', /^KubernetesNodeNotReady/],
  ['cron job failed', /^Kubernetes(Cronjob|Job)/],
  ['deployment stuck', /^KubernetesDeployment/],
  ['swap full', /^HostSwapIsFillingUp/],
  ['vault sealed', /^VaultSealed/],
  ['prometheus cannot reload', /^PrometheusConfigurationReloadFailure/],
  ['alertmanager not sending', /Notification/],
  ['mongo replica broken', /^MongodbReplica/],
  ['ups battery', /^ApcUps/],
  ['cronjob too long', /^KubernetesCronjobTooLong/],
  ['website down', /^BlackboxProbeFailed/],
  ['disk temperature', /^SmartDeviceTemperature/],
]

function missed(files: readonly OutputFile[], phrases: readonly Phrase[]): string[] {
  const { names, find } = searchOf(files)
  return phrases.flatMap(([asked, meant]) => {
    const first = find(asked)
      .slice(0, 3)
      .map(({ index }) => names[index]!)
    return first.some((name) => meant.test(name)) ? [] : [`${asked}: ${first.join(', ')}`]
  })
}

test('in this book', async () => {
  const text = readFileSync(join(root, 'alertbook.yml'), 'utf8')
  const { config } = readConfig({ path: 'alertbook.yml', text }, [])
  const { sources } = readProject(root, config)
  const { outputs } = compile(sources, config, { checks: [], theme: await theme() })
  expect(missed(outputs, OURS)).toEqual([])
})

test.skipIf(!hasCorpus())('in a large collection', async () => {
  expect(missed((await build()).files, SRERUN)).toEqual([])
})
