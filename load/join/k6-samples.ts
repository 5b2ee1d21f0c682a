/**
 * A part from all samples of a k6 run, as `--out json` or `--out csv` write them: counted as if our
 * own engine had seen them. What was due is not in them: what was begun or dropped counts as due.
 */
import type { LoadOptions } from '../load-test.ts';
import { k6ExitCode } from '../run/exit-code.ts';
import { createK6Count } from '../run/k6-count.ts';
import { createK6Rows, type K6Row } from '../run/k6-rows.ts';
import type { Part, PartText } from './part.ts';

/** Answers that are later than that count in a later second: k6's own time-out for requests. */
const KEPT_OPEN_MS = 60_000;

/** `thresholds`: of the run, from wherever they are known; samples hold only some of them. */
export function partOfK6Samples(
  name: string,
  text: PartText,
  thresholds: LoadOptions['thresholds'],
): Part {
  const count = createK6Count({ scenarios: {}, thresholds });
  const wanted = new Set([...count.wanted, 'vus_max']);
  let underWayLimit = 0;
  let latestMs = 0;
  for (const row of isCsv(text) ? csvRows(text, wanted) : jsonRows(text, wanted)) {
    if (row.metric === 'vus_max') underWayLimit = Math.max(underWayLimit, row.value);
    else count.add(row);
    // Not every second has to be kept open for a run of hours.
    if (row.atMs < latestMs + 1000) continue;
    latestMs = row.atMs;
    count.closeUntil(latestMs - KEPT_OPEN_MS);
  }
  const { underWayMax, dropped, ...counted } = count.finish(false);
  const seconds = counted.seconds.map((one) => ({ ...one, intended: one.intended + one.dropped }));
  const startedMs = count.startMs();
  return {
    name,
    run: {
      ...{ engine: 'k6', version: 'unknown', ...counted, seconds },
      generator: { cores: 0, dropped, underWayMax, underWayLimit },
      exitCode: k6ExitCode(counted.thresholds),
    },
    ...(startedMs !== undefined && { startedMs }),
  };
}

export function isCsv({ head }: PartText): boolean {
  return head.startsWith('metric_name,');
}

export function isJsonLines({ head }: PartText): boolean {
  return /^\{"type":"(Metric|Point)"|^\{"metric":/.test(head);
}

/** k6 writes seconds unless `K6_CSV_TIME_FORMAT` says otherwise; digits tell which. */
function* csvRows(text: PartText, wanted: ReadonlySet<string>): Generator<K6Row> {
  const rows = createK6Rows(wanted);
  for (const line of text.lines()) {
    for (const row of rows.take(`${line}\n`)) yield { ...row, atMs: inMilliseconds(row.atMs) };
  }
}

function inMilliseconds(stamp: number): number {
  if (stamp < 1e11) return stamp * 1000;
  if (stamp < 1e14) return stamp;
  return stamp < 1e17 ? stamp / 1e3 : stamp / 1e6;
}

interface Declaration {
  data: { name: string; thresholds?: string[] };
}

/** Those of whole metrics; k6 does not write down those of submetrics. */
export function thresholdsInSamples(text: PartText): LoadOptions['thresholds'] {
  const found: Record<string, readonly string[]> = {};
  for (const line of text.lines()) {
    if (!line.startsWith('{"type":"Metric"')) continue;
    const { data }: Declaration = JSON.parse(line);
    if (data.thresholds && data.thresholds.length > 0) found[data.name] = data.thresholds;
  }
  return found;
}

interface PointLine {
  metric: string;
  data: { time: string; value: number; tags?: Record<string, string> };
}

/** Of a dozen rows that k6 writes for each sign-in most are about something else. */
function* jsonRows(text: PartText, wanted: ReadonlySet<string>): Generator<K6Row> {
  for (const line of text.lines()) {
    const [, metric = ''] = /^\{"metric":"([^"]+)","type":"Point"/.exec(line) ?? [];
    if (!wanted.has(metric)) continue;
    const { data }: PointLine = JSON.parse(line);
    const { time, value, tags = {} } = data;
    yield { metric, atMs: Date.parse(time), value, tags };
  }
}
