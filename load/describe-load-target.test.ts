/** Who takes load in a lab, and which labs take none. */
import { expect, test } from 'vitest';
import { startLab } from '../lab/start-lab.ts';
import { describeLoadTarget } from './describe-load-target.ts';

const LIVE = {
  ...{ authority: 'https://localhost:8443/t', graph: 'https://localhost:8443', caFile: 'ca.pem' },
  ...{ port443: false, realNames: false },
};

test('people in no special state sign in; who is guessed at is none of them', async () => {
  await using lab = await startLab({ users: 3 });
  const live = { ...lab, endpoints: { ...lab.endpoints, live: LIVE } };
  const { users, victims, agents, caPem } = describeLoadTarget(live);
  const names = users.map(({ userName }) => userName);
  const special = Object.entries(lab.accounts).filter(([kind]) => kind !== 'healthy');
  expect(names).toHaveLength(3);
  expect(special.filter(([, { userName }]) => names.includes(userName))).toEqual([]);
  expect(victims).toHaveLength(3);
  expect(victims.filter(({ userName }) => names.includes(userName))).toEqual([]);
  expect(agents).toEqual(['agt-1', 'agt-2', 'agt-3']);
  expect(caPem).toMatch(/^-----BEGIN CERTIFICATE-----/);
});

test('a lab without anybody for it takes no load, and neither does a virtual one', async () => {
  await using lab = await startLab({ users: 0 });
  expect(() => describeLoadTarget(lab)).toThrow('endpoints on loopback');
  const live = { ...lab, endpoints: { ...lab.endpoints, live: LIVE } };
  expect(() => describeLoadTarget(live)).toThrow(/Expected users who can take load, got none/);
});
