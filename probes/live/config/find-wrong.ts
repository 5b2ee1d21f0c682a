/**
 * What a file of probes cannot mean although it has the right form: names that there are not, times
 * that never come, a schedule that its accounts cannot bear. Pure.
 */
import { formatDuration, parseDuration } from '../../../runtime/duration.ts';
import type { Path, Problem } from '../../../runtime/yaml/problem.ts';
import { PROBES } from '../../index.ts';
import { findOverdrawn } from './find-overdrawn.ts';
import { findWrongWindows } from './find-wrong-windows.ts';
import { findWrongCron, findWrongZone, unknownName } from './name-problems.ts';
import type { ProbesDescription, RowDescription, TargetDescription } from './probes-description.ts';

const EVERY_MIN_MS = 10_000;

export function findWrong(file: ProbesDescription, nowMs: number): Problem[] {
  const { timezone, targets, modules = {}, schedule = [] } = file;
  return [
    ...findWrongZone(timezone, []),
    ...Object.entries(targets).flatMap(([name, target]) => findWrongTarget(name, target)),
    ...Object.entries(modules).flatMap(([name, { probe }]) =>
      unknownName('the id of a probe', probe, Object.keys(PROBES), ['modules', name, 'probe']),
    ),
    ...schedule.flatMap((row, at) => findWrongRow(row, at, file, nowMs)),
    ...findWrongWindows(file, nowMs),
    ...findOverdrawn(file),
  ];
}

function findWrongTarget(name: string, target: TargetDescription): Problem[] {
  const path = ['targets', name];
  if (target.lab === undefined) {
    return (['tenant', 'client'] as const)
      .filter((key) => target[key] === undefined)
      .map((key) => ({
        path,
        text: `expected the key "${key}", or "lab", which are both missing`,
      }));
  }
  return (['tenant', 'client', 'cloud'] as const)
    .filter((key) => target[key] !== undefined)
    .map((key) => ({ path, key, text: `expected no "${key}" beside "lab", which brings its own` }));
}

function findWrongRow(
  row: RowDescription,
  at: number,
  { targets, modules = {}, schedule = [], history, timezone: zone }: ProbesDescription,
  nowMs: number,
): Problem[] {
  const path = ['schedule', at];
  const { target, module, timezone = zone ?? 'UTC' } = row;
  const known = [...Object.keys(modules), ...Object.keys(PROBES)];
  const probe = PROBES[modules[module]?.probe ?? module];
  const described = targets[target];
  const first = schedule.findIndex((other) => other.target === target && other.module === module);
  const problems = [
    ...unknownName('the name of a target', target, Object.keys(targets), [...path, 'target']),
    ...unknownName('the name of a module', module, known, [...path, 'module']),
    ...findWrongZone(row.timezone, path),
    ...findWrongTiming(row, path, timezone, nowMs),
  ];
  if (first < at) {
    const text = `expected each module once per target, got "${module}" for "${target}" again`;
    problems.push({ path: [...path, 'module'], text });
  }
  if (probe?.failsOnPurpose && history === undefined) {
    const text = `expected the key "history": "${module}" fails on purpose, which has to be remembered`;
    problems.push({ path: [...path, 'module'], text });
  }
  const isLab = described?.lab !== undefined;
  if (probe?.signsInAs === 'healthy' && described && !isLab && !described.account) {
    const text = `expected targets.${target}.account, because "${module}" signs in`;
    problems.push({ path: [...path, 'target'], text });
  }
  return problems;
}

function findWrongTiming(
  { every, cron, jitter }: RowDescription,
  path: Path,
  timezone: string,
  nowMs: number,
): Problem[] {
  if ((every === undefined) === (cron === undefined)) {
    const came = every === undefined ? 'neither' : 'both';
    return [{ path, text: `expected either every or cron, got ${came}` }];
  }
  if (cron !== undefined) return findWrongCron(cron, timezone, path, nowMs);
  const everyMs = parseDuration(every ?? '');
  if (everyMs < EVERY_MIN_MS) {
    const least = formatDuration(EVERY_MIN_MS);
    return [{ path: [...path, 'every'], text: `expected at least ${least}, got "${every}"` }];
  }
  if (jitter === undefined || parseDuration(jitter) * 2 <= everyMs) return [];
  const most = formatDuration(everyMs / 2);
  const text = `expected at most half of every (${most}), got "${jitter}"`;
  return [{ path: [...path, 'jitter'], text }];
}
