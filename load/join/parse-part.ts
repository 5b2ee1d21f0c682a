/**
 * Tells by its content what a part is: our own `summary.json`, what k6 hands to `handleSummary`, or
 * k6's samples as JSON lines or CSV. Samples carry everything; k6's summary only percentiles.
 */
import { LabError } from '../../runtime/lab-error.ts';
import type { LoadResult, ThresholdOutcome } from '../load-result.ts';
import type { LoadOptions } from '../load-test.ts';
import { parseLoadSummary } from '../report/parse-summary.ts';
import { isCsv, isJsonLines, partOfK6Samples, thresholdsInSamples } from './k6-samples.ts';
import { isK6Summary, partOfK6Summary } from './k6-summary.ts';
import type { Part, PartText } from './part.ts';

interface Form {
  /** Of the run that the part is of, by metric. */
  thresholds: LoadOptions['thresholds'];
  /** `all`: of the whole run, known from whichever part has them. */
  toPart(all: LoadOptions['thresholds']): Part;
}

/** @throws LabError `LOAD_PART` and `LOAD_SUMMARY` */
export function parsePart(name: string, text: PartText, place = name): Form {
  if (isCsv(text)) {
    return { thresholds: {}, toPart: (all) => partOfK6Samples(name, text, all) };
  }
  if (isJsonLines(text)) {
    const thresholds = thresholdsInSamples(text);
    return { thresholds, toPart: (all) => partOfK6Samples(name, text, all) };
  }
  const part = wholePart(name, text.whole(), place);
  if (part) return { thresholds: expressionsOf(part.run.thresholds), toPart: () => part };
  const sentence = `${place}: expected a summary.json, what k6's handleSummary gets, or k6's samples (--out json or csv), got something else.`;
  throw new LabError('LOAD_PART', sentence);
}

function wholePart(name: string, text: string, place: string): Part | undefined {
  const value = parseJsonOr(text);
  if (typeof value === 'object' && value !== null && 'pta_lab' in value) {
    return ownPart(name, parseLoadSummary(text, place));
  }
  return isK6Summary(value) ? partOfK6Summary(name, value) : undefined;
}

function expressionsOf(outcomes: readonly ThresholdOutcome[]): LoadOptions['thresholds'] {
  const groups = Map.groupBy(outcomes, ({ metric }) => metric);
  return Object.fromEntries(
    [...groups].map(([metric, own]) => [metric, own.map(({ expression }) => expression)]),
  );
}

function parseJsonOr(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Said by the caller, with what would have done.
    return undefined;
  }
}

function ownPart(name: string, result: LoadResult): Part {
  const { run, verdict: _, reasons: __, parts: ___, ...lab } = result;
  const startedMs = Date.parse(lab.restsOn.startedAt);
  return { name, run, ...(Number.isFinite(startedMs) && { startedMs }), lab };
}
