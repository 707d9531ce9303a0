/**
 * What the programs that write them promise of some metrics: the values of a label, and which have a series for every state,
 * 1 for the present one and 0 for all others. From Prometheus (`rules/alerting.go`), kube-state-metrics and exporters.
 */
import { metricNameLabel } from '../labels/facts.ts'

const conditions = ['true', 'false', 'unknown']
const phases = ['Pending', 'Running', 'Succeeded', 'Failed', 'Unknown']
const unitStates = ['activating', 'active', 'deactivating', 'failed', 'inactive']

/** By metric and label: all values that the label ever has. */
const values: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  ALERTS: { alertstate: ['pending', 'firing'] },
  kube_node_status_condition: { status: conditions },
  kube_pod_status_ready: { condition: conditions },
  kube_pod_status_scheduled: { condition: conditions },
  kube_pod_status_phase: { phase: phases },
  kube_deployment_status_condition: { status: conditions },
  kube_namespace_status_phase: { phase: ['Active', 'Terminating'] },
  kube_persistentvolume_status_phase: { phase: ['Available', 'Bound', 'Failed', 'Pending', 'Released'] },
  kube_persistentvolumeclaim_status_phase: { phase: ['Bound', 'Lost', 'Pending'] },
  node_systemd_unit_state: { state: unitStates },
  elasticsearch_cluster_health_status: { color: ['green', 'red', 'yellow'] },
}

/** The label whose values are the states of a metric that has a series for each of them; undefined for any other metric. */
export function stateLabel(metric: string | undefined): string | undefined {
  if (metric === undefined || metric === 'ALERTS' || !Object.hasOwn(values, metric)) return undefined
  return Object.keys(values[metric]!)[0]
}

/** All values that a label of a metric ever has; undefined if it may have any. */
export function labelValues(metric: string | undefined, label: string): readonly string[] | undefined {
  if (metric === undefined || label === metricNameLabel || !Object.hasOwn(values, metric)) return undefined
  const known = values[metric]!
  return Object.hasOwn(known, label) ? known[label] : undefined
}

const stateful =
  /^(?:up|probe_success|node_systemd_unit_state|elasticsearch_cluster_health_status|kube_(?:node_status_condition|pod_status_(?:phase|ready|scheduled|reason)|pod_container_status_(?:ready|running|waiting|terminated)|(?:namespace|persistentvolume|persistentvolumeclaim)_status_phase|(?:deployment|horizontalpodautoscaler|apiservice)_status_condition))$/

/** Whether a metric has a series for every state, each 0 or 1. */
export const isStateful = (metric: string | undefined): boolean =>
  metric !== undefined && stateful.test(metric)
