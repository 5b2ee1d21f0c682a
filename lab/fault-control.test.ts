import { expect, test } from 'vitest';
import type { Effect } from '../protocol/effects.ts';
import { createVirtualClock } from '../runtime/virtual/clock.ts';
import { DEFAULT_SITES } from './estate.ts';
import { createFaultControl } from './fault-control.ts';
import { createTimeline } from './timeline.ts';

function createControl() {
  const applied: { path: readonly Effect[]; controllers: readonly Effect[] } = {
    path: [],
    controllers: [],
  };
  const timeline = createTimeline();
  const control = createFaultControl({
    clock: createVirtualClock(0),
    sites: DEFAULT_SITES,
    timeline,
    applyPath(effects) {
      applied.path = effects;
    },
    async applyControllers(effects) {
      applied.controllers = effects;
    },
  });
  return { applied, control, timeline };
}

test('faults compose, and taking one back leaves the effects of the others as they were', async () => {
  const { applied, control } = createControl();
  const block = await control.on('block-443', { sites: ['hq'] });
  const [blocking] = applied.path;
  await control.on('dc-down');
  expect(applied.path[0]).toBe(blocking);
  expect(applied.controllers).toHaveLength(1);
  await control.off(block.key);
  expect([applied.path, applied.controllers.length]).toEqual([[], 1]);
  await control.reset();
  expect([applied.path, applied.controllers, control.list()]).toEqual([[], [], []]);
});

test('parameters left out take their defaults, and the timeline says what was on and where', async () => {
  const { control, timeline } = createControl();
  const { parameters } = await control.on('block-443', { agents: ['agt-1'] }, { how: 'refuse' });
  expect(parameters).toEqual({ how: 'refuse', established: 'blackhole' });
  expect(timeline.entries).toMatchObject([
    { fault: 'block-443', state: 'on', where: 'agents agt-1' },
  ]);
});

test.each([
  [['constructor'], 'There is no fault "constructor"'],
  [['block-443', {}, { toString: 1 }], 'block-443 has the parameters how, established; got'],
  [['no-such'], 'There is no fault "no-such"; known are: block-443, dc-down, tls-inspection.'],
  [
    ['block-443', { controllers: ['dc-1'] }],
    'block-443 takes sites, agents as its place, got "controllers".',
  ],
  [
    ['block-443', { agents: ['agt-9'] }],
    'block-443: expected one of the agents agt-1, agt-2, agt-3, got "agt-9".',
  ],
  [['block-443', {}, { speed: 1 }], 'block-443 has the parameters how, established; got "speed".'],
  [
    ['block-443', {}, { how: 'maybe' }],
    'block-443.how: expected one of drop, refuse, got "maybe".',
  ],
] as const)('what cannot be is refused with one sentence: %j', async (asked, sentence) => {
  const { applied, control, timeline } = createControl();
  const [id, where, parameters] = asked;
  await expect(control.on(id, where, parameters)).rejects.toThrow(sentence);
  expect([applied.path, control.list(), timeline.entries]).toEqual([[], [], []]);
});

test('a fault that is not on cannot be taken back', async () => {
  const { control } = createControl();
  await expect(control.off('block-443#1')).rejects.toThrow(
    'No fault "block-443#1" is on; on now: none.',
  );
});
