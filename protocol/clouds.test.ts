/** The sovereign clouds, against the lab's own names and the lockout rows. */
import { expect, test } from 'vitest';
import { authorityOf, CLOUDS, isSovereignCloud } from './clouds.ts';
import { ALLOW_LIST, HOSTS } from './hosts.ts';
import { SOURCES } from './sources.ts';
import { TIMINGS } from './timings.ts';

test('the public cloud has the names that the lab is built on', () => {
  const { signIn, graph, agentHosts } = CLOUDS.public;
  expect({ signIn, graph, agentHosts }).toEqual({
    ...{ signIn: HOSTS.signIn, graph: HOSTS.graph, agentHosts: [...ALLOW_LIST] },
  });
});

test('smart lockout starts with ten, and with three in the US Government cloud', () => {
  // EVIDENCE-OF ED-LOCK: ten for the public cloud and 21Vianet, three for US Government tenants.
  const of = (cloud: keyof typeof CLOUDS) => CLOUDS[cloud].smartLockout.threshold;
  expect([of('public'), of('china'), of('usgov'), of('usgov-dod')]).toEqual([10, 10, 3, 3]);
  expect(TIMINGS.smartLockoutThreshold.alternatives?.map(({ value }) => value)).toContain(3);
});

test('every cloud names sources that exist', () => {
  for (const { sources } of Object.values(CLOUDS)) {
    expect(sources.filter((id) => SOURCES[id] === undefined)).toEqual([]);
  }
});

test('an authority is the sign-in host and the tenant', () => {
  expect(authorityOf('china', 't-1')).toBe('https://login.partner.microsoftonline.cn/t-1');
  expect(isSovereignCloud('germany')).toBe(false);
});
