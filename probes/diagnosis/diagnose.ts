/**
 * From sightings to ranked causes: pure. A cause that somebody saw counts most; one that fits what
 * users read counts as long as nobody looked where it would show; what was looked at and not found
 * is ruled out. It never hears what was injected.
 */
import type { Cause, Finding } from './cause.ts';
import { WEAK } from './cause.ts';
import { CAUSES } from './causes/all-causes.ts';
import type { Candidate, Diagnosis, Evidence, Sighting } from './diagnosis.ts';
import { tellNotSeen } from './not-seen.ts';
import {
  directorySignIns,
  failedSignIns,
  readSigns,
  type SignInSign,
  type Signs,
} from './signs.ts';

interface Weighed {
  cause: Cause;
  finding: Finding;
}

/** What a cause brings along is behind it, and stays in sight: it may be a second one. */
const EXPLAINED = 0.5;
/** It is there, and it does not account for what users read. */
const BESIDE = 0.8;
/** Nobody gets in, and with it some people would: a cause that stops everybody says more. */
const PARTIAL = 0.9;

export function diagnose(sightings: readonly Sighting[]): Diagnosis {
  const signs = readSigns(sightings);
  const found = CAUSES.flatMap((cause) => weigh(cause, signs));
  const ranked = found
    .map((each) => ({ ...each, weight: weightAmong(each, found, signs) }))
    .sort((a, b) => b.weight - a.weight);
  const candidates = ranked.map((each) => renderCandidate(each, signs));
  return { state: stateOf(signs, candidates), candidates, notSeen: tellNotSeen(signs, ranked) };
}

function weigh(cause: Cause, signs: Signs): readonly Weighed[] {
  const seen = cause.look(signs);
  if (seen) return [{ cause, finding: seen }];
  const guess = guessFromUsers(cause, signs);
  return guess ? [{ cause, finding: guess }] : [];
}

/** Nobody stood where it would show: what users read is all there is. */
function guessFromUsers(cause: Cause, signs: Signs): Finding | undefined {
  if (cause.seenBy.some((probe) => signs.looked.has(probe))) return undefined;
  const codes = cause.brings.filter((code) => code !== 0);
  const results = failedSignIns(signs).map(({ result }) => result);
  const rank = codes.findIndex((code) => results.includes(code));
  if (rank < 0) return undefined;
  // What it brings later than something else, or besides, says less.
  const weight = (cause.isUsual ? WEAK : WEAK / 2) / (1 + rank / codes.length);
  return { weight, at: [], for: [`users read AADSTS${codes[rank]}, which it brings`] };
}

function weightAmong(own: Weighed, all: readonly Weighed[], signs: Signs): number {
  const { cause, finding } = own;
  const isExplained = all.some(
    (other) =>
      other !== own &&
      other.finding.weight >= WEAK &&
      other.cause.explains?.includes(cause.id) &&
      covers(other.finding, finding),
  );
  return finding.weight * (isExplained ? EXPLAINED : 1) * accountsFor(cause, signs);
}

/** How well what users read goes with it: 1 is as well as can be. */
function accountsFor(cause: Cause, signs: Signs): number {
  const failed = failedSignIns(signs);
  if (failed.length === 0) return 1;
  if (!failed.some((one) => brought(cause, one))) return BESIDE;
  const isTotal = failed.length === directorySignIns(signs).length;
  return isTotal && cause.brings.includes(0) ? PARTIAL : 1;
}

function brought({ brings }: Pick<Cause, 'brings'>, { result }: SignInSign): boolean {
  const came = typeof result === 'string' ? 'no-answer' : result;
  return came !== 0 && brings.some((code) => code === came);
}

/** A cause on one server explains nothing that shows on another. */
function covers(one: Finding, other: Finding): boolean {
  if (one.at.length === 0 || other.at.length === 0) return true;
  return other.at.some((place) => one.at.includes(place));
}

function renderCandidate(each: Weighed & { weight: number }, signs: Signs): Candidate {
  const { cause, finding, weight } = each;
  const { id, link, title, nextTest, fix, sources } = cause;
  const speaks = (how: Evidence['speaks']) => (text: string) => ({ speaks: how, text });
  return {
    ...{ cause: id, link, title, at: finding.at, nextTest, fix, sources },
    weight: Math.round(weight * 100) / 100,
    evidence: [
      ...[...new Set([...finding.for, ...supporting(cause, signs)])].map(speaks('for')),
      ...[...(finding.against ?? []), ...opposing(cause, signs)].map(speaks('against')),
    ],
  };
}

/** What users read, where it fits. */
function supporting({ brings }: Cause, signs: Signs): readonly string[] {
  const codes = new Set(failedSignIns(signs).map(({ result }) => result));
  const fitting = brings.filter((code) => code !== 0 && codes.has(code));
  return fitting.length > 0
    ? [`users read ${fitting.map((code) => `AADSTS${code}`).join(', ')}`]
    : [];
}

function opposing(cause: Cause, signs: Signs): readonly string[] {
  const tried = directorySignIns(signs);
  if (tried.length === 0) return [];
  const failed = failedSignIns(signs);
  if (failed.length === 0 && !cause.brings.includes(0)) return ['people sign in'];
  const other = failed.find((one) => !brought(cause, one));
  const fits = failed.some((one) => brought(cause, one));
  return other && !fits ? [`${whatCame(other)}, which it does not bring`] : [];
}

function whatCame({ result, text }: SignInSign): string {
  return typeof result === 'number'
    ? `users read AADSTS${result}`
    : `a sign-in ended with no answer: ${text}`;
}

/** Slower than that people complain. */
const SLOW_SIGN_IN_MS = 5_000;

function stateOf(signs: Signs, candidates: readonly Candidate[]): Diagnosis['state'] {
  const tried = directorySignIns(signs);
  if (tried.length === 0) return candidates.length > 0 ? 'at-risk' : 'inconclusive';
  const failed = failedSignIns(signs).filter(({ result }) => !CHAIN_PASSED.has(result));
  if (failed.length === tried.length) return 'broken';
  if (failed.length > 0) return 'degraded';
  if (candidates.length === 0) return 'healthy';
  return tried.some(({ tookMs }) => tookMs >= SLOW_SIGN_IN_MS) ? 'degraded' : 'at-risk';
}

/** A second factor is asked for once the password was right. */
const CHAIN_PASSED: ReadonlySet<number | string> = new Set([50076, 50079]);
