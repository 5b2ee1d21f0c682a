import { expect, test } from 'vitest';
import type { TimelineEntry } from '../../lab/timeline.ts';
import type { Journal } from '../../scenarios/journal/journal.ts';
import { type AgentLane, layOutLanes } from './agent-lanes.ts';
import { createAxis } from './axis.ts';
import { fixtureJournal } from './fixture-journal.ts';

const START = Date.UTC(2026, 0, 5, 8);
const END = START + 100_000;
const AXIS = createAxis({
  startMs: START,
  endMs: END,
  phases: [],
  left: 0,
  right: 1000,
  segmentMin: 0,
});

function lanesOf(timeline: TimelineEntry[], phases: Journal['phases'] = []): AgentLane[] {
  const sites = [{ name: 'hq', agents: ['agt-1'], controllers: ['dc-1'] }];
  const estate = { tenant: 'contoso', sites };
  return layOutLanes({ ...fixtureJournal(), estate, timeline, phases }, AXIS);
}

const status = { kind: 'agent-status', agent: 'agt-1' } as const;

test('a status lasts until the next one, from the edge of the run to the other', () => {
  const [lane] = lanesOf([
    { ...status, atMs: START - 9000, from: 'none', to: 'Active' },
    { ...status, atMs: START + 40_000, from: 'Active', to: 'Inactive' },
  ]);
  expect(lane?.statuses).toEqual([
    { status: 'Active', startMs: START, endMs: START + 40_000 },
    { status: 'Inactive', startMs: START + 40_000, endMs: END },
  ]);
});

test('before its first change an agent has the status it changed from', () => {
  const [lane] = lanesOf([{ ...status, atMs: START + 1000, from: 'Active', to: 'Inactive' }]);
  expect(lane?.statuses[0]).toEqual({ status: 'Active', startMs: START, endMs: START + 1000 });
});

test('an agent that never changed has the status of the first phase, or none is known', () => {
  const phase = { startMs: START, endMs: END, results: {}, events: {} };
  const [known] = lanesOf([], [{ ...phase, phase: 'before', status: { 'agt-1': 'Active' } }]);
  expect(known?.statuses).toEqual([{ status: 'Active', startMs: START, endMs: END }]);
  expect(lanesOf([])[0]?.statuses).toEqual([{ status: 'unknown', startMs: START, endMs: END }]);
});

test('marks that would touch become one with a count, others stay apart', () => {
  const event = { kind: 'event', agent: 'agt-1', id: 31034, level: 'error', message: 'm' } as const;
  const times = [0, 500, 999, 1000, 50_000].map((ms) => START + ms);
  const [lane] = lanesOf(times.map((atMs) => ({ ...event, atMs })));
  expect(lane?.marks.map(({ count, firstMs }) => [count, firstMs - START])).toEqual([
    [3, 0],
    [1, 1000],
    [1, 50_000],
  ]);
});

test('an agent outside the estate that wrote an event has a lane too', () => {
  const lanes = lanesOf([
    { atMs: START, kind: 'event', agent: 'agt-9', id: 1, level: 'error', message: 'm' },
  ]);
  expect(lanes.map(({ agent, site }) => [agent, site])).toEqual([
    ['agt-1', 'hq'],
    ['agt-9', undefined],
  ]);
});
