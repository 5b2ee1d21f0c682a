import { expect, test } from 'vitest';
import { proves } from '../test/parity/proves.ts';
import { estimateTraffic } from './traffic.ts';

test(
  proves('load.traffic', 'each site gets the requests of its agents, with the values of all'),
  () => {
    const agents = [{ site: 'hq' }, { site: 'hq' }, { site: 'branch' }];
    // EVIDENCE-OF ED-QS: "a payload size of (0.5K + 1K * num_of_agents) bytes"
    expect(estimateTraffic({ perSecond: 900, registered: 3, agents })).toEqual([
      {
        ...{ site: 'hq', agents: 2, perSecond: 600 },
        ...{ inBytesPerSecond: 600 * 3_584, outBytesPerSecond: 600 * 1_024 },
      },
      {
        ...{ site: 'branch', agents: 1, perSecond: 300 },
        ...{ inBytesPerSecond: 300 * 3_584, outBytesPerSecond: 300 * 1_024 },
      },
    ]);
  },
);

test('an agent that is off the network but on the list still costs its value in each request', () => {
  const agents = [{ site: 'hq' }, { site: 'hq' }];
  const [off] = estimateTraffic({ perSecond: 100, registered: 3, agents });
  const [gone] = estimateTraffic({ perSecond: 100, registered: 2, agents });
  expect((off?.inBytesPerSecond ?? 0) - (gone?.inBytesPerSecond ?? 0)).toBe(100 * 1_024);
});

test('shares that are given decide, and nobody connected means no traffic', () => {
  const agents = [
    { site: 'hq', share: 0.75 },
    { site: 'branch', share: 0.25 },
  ];
  const traffic = estimateTraffic({ perSecond: 400, registered: 2, agents });
  expect(traffic.map(({ perSecond }) => perSecond)).toEqual([300, 100]);
  expect(estimateTraffic({ perSecond: 400, registered: 2, agents: [] })).toEqual([]);
});
