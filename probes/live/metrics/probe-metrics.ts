/**
 * One run as Prometheus reads it from `/probe`, in blackbox_exporter’s way. An inconclusive run has
 * no `probe_success`: 0 would be an outage that nobody saw, 1 a success that nobody saw.
 */
import { Gauge, Registry } from 'prom-client';
import type { ProbeRun } from '../../probe-run.ts';
import { type Family, PROBE_FAMILIES } from './families.ts';
import { chainsOf, earliestExpiryMs, httpStatusOf } from './run-facts.ts';

export const VERDICTS = ['pass', 'fail', 'inconclusive'] as const;

export interface Sample {
  family: Family;
  labels: Readonly<Record<string, string>>;
  value: number;
}

export async function renderProbeMetrics(run: ProbeRun): Promise<string> {
  const registry = new Registry();
  const gauges = new Map<Family, Gauge>();
  for (const { family, labels, value } of samplesOf(run)) {
    const gauge = gauges.get(family) ?? createGauge(family, registry);
    gauges.set(family, gauge);
    gauge.set({ ...labels }, value);
  }
  return await registry.metrics();
}

/** What was not seen has no sample: a gauge that nobody set would show 0. */
export function samplesOf(run: ProbeRun): readonly Sample[] {
  return [...verdictSamples(run), ...timeSamples(run), ...answerSamples(run)];
}

function createGauge({ name, help, labels }: Family, registry: Registry): Gauge {
  return new Gauge({ name, help, labelNames: [...labels], registers: [registry] });
}

function sample(
  family: Family,
  value: number | boolean,
  labels: Readonly<Record<string, string>> = {},
): Sample {
  return { family, labels, value: Number(value) };
}

function verdictSamples({ verdict }: ProbeRun): Sample[] {
  const isInconclusive = verdict === 'inconclusive';
  return [
    ...(isInconclusive ? [] : [sample(PROBE_FAMILIES.success, verdict === 'pass')]),
    sample(PROBE_FAMILIES.inconclusive, isInconclusive),
    ...VERDICTS.map((one) => sample(PROBE_FAMILIES.verdict, one === verdict, { verdict: one })),
  ];
}

function timeSamples({ tookMs, phaseMs }: ProbeRun): Sample[] {
  const resolve = phaseMs.resolve;
  return [
    sample(PROBE_FAMILIES.duration, tookMs / 1000),
    ...(resolve === undefined ? [] : [sample(PROBE_FAMILIES.dnsLookup, resolve / 1000)]),
    ...Object.entries(phaseMs).map(([phase, ms]) =>
      sample(PROBE_FAMILIES.httpDuration, ms / 1000, { phase: phaseName(phase) }),
    ),
  ];
}

/** From the request to the last byte, where nobody told the two phases of it apart. */
export function phaseName(phase: string): string {
  return phase === 'exchange' ? 'processing' : phase;
}

function answerSamples(run: ProbeRun): Sample[] {
  const status = httpStatusOf(run);
  const expiryMs = earliestExpiryMs(run);
  const versions = [...new Set(chainsOf(run).map(({ version }) => version))];
  return [
    ...(status === undefined ? [] : [sample(PROBE_FAMILIES.httpStatus, status ?? 0)]),
    ...(status === undefined
      ? []
      : [sample(PROBE_FAMILIES.httpSsl, run.phaseMs.tls !== undefined)]),
    ...(expiryMs === undefined ? [] : [sample(PROBE_FAMILIES.certExpiry, expiryMs / 1000)]),
    ...versions.map((version) => sample(PROBE_FAMILIES.tlsVersion, 1, { version })),
    ...(run.aadsts === null ? [] : [sample(PROBE_FAMILIES.aadsts, run.aadsts)]),
    ...(run.agentId === null ? [] : [sample(PROBE_FAMILIES.agent, 1, { agent: run.agentId })]),
  ];
}
