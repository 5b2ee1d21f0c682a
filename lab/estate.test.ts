import { expect, test } from 'vitest';
import { DEFAULT_SITES, sitesOf } from './estate.ts';

test('without options the estate has three agents and three controllers at two sites', () => {
  expect(sitesOf({})).toBe(DEFAULT_SITES);
});

test('agents are dealt two thirds to headquarters, and 40 is the most', () => {
  const agentsPerSite = (agents: number) => sitesOf({ agents }).map((site) => site.agents.length);
  expect(agentsPerSite(3)).toEqual([2, 1]);
  expect(agentsPerSite(40)).toEqual([27, 13]);
  for (const agents of [0, 41, 2.5]) {
    expect(() => sitesOf({ agents })).toThrow(`Expected 1 to 40 agents, got ${agents}.`);
  }
});

test('names that repeat, and estates without agents or controllers, are refused', () => {
  const site = { name: 'a', agents: ['x'], controllers: ['dc'] };
  expect(() => sitesOf({ sites: [site, { ...site, name: 'b', controllers: [] }] })).toThrow(
    'sites[1].agents[0]: expected each agent once, got "x" twice.',
  );
  expect(() => sitesOf({ sites: [{ ...site, controllers: [] }] })).toThrow(
    'An estate needs controllers; got none.',
  );
  expect(() => sitesOf({ sites: [site], agents: 2 })).toThrow('not both');
});

test('a lab without a pause between two sign-ins would never get on, and is refused', () => {
  for (const everyMs of [0, 0.5, Number.NaN]) {
    expect(() => sitesOf({ traffic: { everyMs } })).toThrow(
      `traffic.everyMs: expected 1 ms or more, got ${everyMs}.`,
    );
  }
  expect(sitesOf({ traffic: { everyMs: 1 } })).toBe(DEFAULT_SITES);
});
