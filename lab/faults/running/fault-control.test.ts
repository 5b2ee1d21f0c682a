import { expect, test } from 'vitest';
import type { Effect } from '../../../protocol/effects.ts';
import { createVirtualClock } from '../../../runtime/virtual/clock.ts';
import { proves } from '../../../test/parity/proves.ts';
import { DEFAULT_SITES, type Mode, type Site } from '../../estate.ts';
import { createTimeline } from '../../timeline.ts';
import { FAULTS } from '../index.ts';
import type { Interpreters } from './apply-effects.ts';
import { createFaultControl, FAULT_LIMIT_MS, type FaultControlOptions } from './fault-control.ts';

function createControl(
  mode: Mode = 'virtual',
  others: Partial<Interpreters & Pick<FaultControlOptions, 'forests' | 'followers'>> = {},
  sites: readonly Site[] = DEFAULT_SITES.map((site) => ({ ...site, proxy: { setting: 'wpad' } })),
) {
  const applied: { path: readonly Effect[]; controllers: readonly Effect[] } = {
    path: [],
    controllers: [],
  };
  const timeline = createTimeline();
  const clock = createVirtualClock(0);
  const control = createFaultControl({
    ...{ mode, clock },
    onTrouble(error) {
      throw error;
    },
    sites,
    timeline,
    applyPath(effects) {
      applied.path = effects;
    },
    async applyControllers(effects) {
      applied.controllers = effects;
    },
    ...others,
  });
  return { applied, clock, control, timeline };
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
  [['no-such'], `There is no fault "no-such"; known are: ${Object.keys(FAULTS).join(', ')}.`],
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
    'block-443.how: expected one of drop, refuse, reset, got "maybe".',
  ],
  [['lossy-443', {}, { loss: 1 }], 'lossy-443.loss: expected 0.001 to 0.95 share, got "1".'],
  [['slow-443', {}, { delay: 0 }], 'slow-443.delay: expected 1 to 60000 ms, got "0".'],
  [
    ['dc-down', {}, {}, { forMs: 0 }],
    'dc-down: expected a time limit of 1 to 31622400000 ms (366 days), got "0".',
  ],
  [
    ['bootstrap-outage'],
    'bootstrap-outage acts on the cloud, which this lab cannot change while it runs.',
  ],
] as const)('what cannot be is refused with one sentence: %j', async (asked, sentence) => {
  const { applied, control, timeline } = createControl();
  const [id, where, parameters, limits] = asked;
  await expect(control.on(id, where, parameters, limits)).rejects.toThrow(sentence);
  expect([applied.path, control.list(), timeline.entries]).toEqual([[], [], []]);
});

test.each([
  ['proxy-407', { agents: ['agt-3'] }, 'expected a site that has a web proxy'],
  ['proxy-down', { sites: ['branch'] }, 'expected a site that has a web proxy'],
  ['trust-broken', {}, 'expected a second forest'],
])('a fault that finds nothing to act on is refused: %s', async (id, where, sentence) => {
  const sites = DEFAULT_SITES.map((site) =>
    site.name === 'hq' ? { ...site, proxy: { setting: 'wpad' as const } } : site,
  );
  const { control } = createControl('virtual', { applyForests() {}, forests: ['corp'] }, sites);
  await expect(control.on(id, where)).rejects.toThrow(sentence);
  await control.on('proxy-407', { sites: ['hq'] });
  expect(control.list()).toHaveLength(1);
});

test('a fault that is not on cannot be taken back', async () => {
  const { control } = createControl();
  await expect(control.off('block-443#1')).rejects.toThrow(
    'No fault "block-443#1" is on; on now: none.',
  );
});

test('a fault heals itself when its time is up, and not a millisecond before', async () => {
  const { applied, clock, control, timeline } = createControl();
  const { untilMs } = await control.on('block-443', {}, {}, { forMs: 60_000 });
  expect(untilMs).toBe(60_000);
  await clock.advanceTo(59_999);
  expect(applied.path).toHaveLength(1);
  await clock.advanceTo(60_000);
  expect([applied.path, control.list()]).toEqual([[], []]);
  expect(timeline.entries.at(-1)).toMatchObject({ atMs: 60_000, fault: 'block-443', state: 'off' });
});

test(
  proves('faults.limit', 'in live mode every fault has a limit, whether or not anybody gave one'),
  async () => {
    const { clock, control } = createControl('live');
    const { key } = await control.on('dc-down');
    expect(control.list()).toMatchObject([{ key, untilMs: FAULT_LIMIT_MS.usual }]);
    await clock.advanceTo(FAULT_LIMIT_MS.usual);
    expect(control.list()).toEqual([]);
    const { untilMs } = await createControl('virtual').control.on('dc-down');
    expect(untilMs).toBeUndefined();
  },
);

test('a fault that was healed by hand does not heal another one at the end of its time', async () => {
  const { clock, control } = createControl();
  const first = await control.on('dc-down', {}, {}, { forMs: 60_000 });
  await control.off(first.key);
  const second = await control.on('dc-down');
  await clock.advanceTo(120_000);
  expect(control.list().map(({ key }) => key)).toEqual([second.key]);
});

test.each([
  ['block-443', { how: 'drop' }, 'block-servicebus', { how: 'refuse' }],
  ['tls-expired', {}, 'tls-inspection', { authority: 'untrusted' }],
  ['dns-nxdomain', {}, 'dns-wrong-address', {}],
  ['proxy-407', {}, 'proxy-down', {}],
] as const)(
  proves('faults.contradictions', '%s and %s contradict each other at one place only'),
  async (a, with1, b, with2) => {
    const { applied, control } = createControl();
    await control.on(a, { sites: ['hq'] }, with1);
    const refused = control.on(b, { agents: ['agt-1'] }, with2);
    await expect(refused).rejects.toMatchObject({ code: 'FAULT_CONTRADICTION' });
    await expect(refused).rejects.toThrow(new RegExp(`^${b} .* contradicts ${a} `));
    expect(applied.path).toHaveLength(1);
    await control.on(b, { agents: ['agt-3'] }, with2);
    expect(applied.path).toHaveLength(2);
  },
);

test('a seed of its own travels with the effects on the path, and with nothing else', async () => {
  const { applied, control } = createControl();
  await control.on('asymmetric-sites', {}, {}, { seed: 'monday' });
  await control.on('dc-down', {}, {}, { seed: 'monday' });
  expect(applied.path).toMatchObject([{ scope: { share: 0.5, seed: 'monday' } }]);
  expect(applied.controllers).toEqual([{ on: 'controller', controllers: ['*'], kind: 'stop' }]);
});

test('a fault is as old as the clocks that were waited for, and nobody logs of it earlier', async () => {
  const told: string[] = [];
  const { clock, control, timeline } = createControl('live', {
    followers: {
      isAnybody: () => true,
      async bring(untilMs) {
        told.push(`brought to ${untilMs}, ${timeline.entries.length} noted`);
        // Meanwhile the lab's own clock goes on.
        await clock.advanceTo(untilMs + 40);
      },
    },
  });
  await clock.advanceTo(1_000);
  const { key } = await control.on('dc-down');
  await control.off(key);
  expect(told).toEqual(['brought to 1000, 0 noted', 'brought to 1040, 1 noted']);
  expect(timeline.entries).toMatchObject([
    { atMs: 1_000, state: 'on' },
    { atMs: 1_040, state: 'off' },
  ]);
});
