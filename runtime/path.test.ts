/** Scope matching, as both networks rely on it. */
import { expect, test } from 'vitest';
import type { PathEffect, PathScope } from '../protocol/effects.ts';
import { createDice } from './dice.ts';
import { createPathLinks, pathEffectsFor } from './path.ts';

const ends = {
  ...{ site: 'hq', component: 'agt-1', host: 'worker1.msappproxy.net.lab.localhost' },
  ...{ port: 443, proxied: false },
};
const link = createPathLinks(createDice('path'))(ends);

function drop(scope: PathScope): PathEffect {
  return { on: 'path', kind: 'drop', established: 'keep', scope };
}

test.each<[boolean, string, PathScope]>([
  [true, 'any site and component when none is named', { hosts: ['*'] }],
  [true, 'a host pattern without the lab suffix', { hosts: ['*.msappproxy.net'] }],
  [false, 'another host', { hosts: ['login.microsoftonline.com'] }],
  [true, 'the site', { hosts: ['*'], sites: ['branch', 'hq'] }],
  [false, 'another site', { hosts: ['*'], sites: ['branch'] }],
  [true, 'the component', { hosts: ['*'], components: ['agt-1'] }],
  [false, 'another component', { hosts: ['*'], components: ['agt-2'], sites: ['hq'] }],
  [false, 'no site at all', { hosts: ['*'], sites: [] }],
  [true, 'the port', { hosts: ['*'], ports: [80, 443] }],
  [false, 'another port', { hosts: ['*'], ports: [80] }],
  [false, 'none of the connections', { hosts: ['*'], share: 0 }],
])('applies (%s) to a scope that names %s', (applies, _, scope) => {
  expect(pathEffectsFor([drop(scope)], link)).toHaveLength(applies ? 1 : 0);
});

test('the order of the list is kept', () => {
  const slow: PathEffect = { on: 'path', kind: 'delay', delayMs: 5, scope: { hosts: ['*'] } };
  const first = drop({ hosts: ['*'] });
  const second = drop({ hosts: ['*.msappproxy.net'] });
  expect(pathEffectsFor([slow, first, second], link)).toEqual([slow, first, second]);
});

test('nothing is on the path of the internet, whatever an effect says', () => {
  expect(pathEffectsFor([drop({ hosts: ['*'] })], { ...link, site: 'internet' })).toEqual([]);
});

test('a proxy does something to those who go through it, controllers never among them', () => {
  const proxy: PathEffect = {
    ...{ on: 'path', kind: 'proxy', behaviour: 'down', established: 'cut' },
    scope: { hosts: ['*'] },
  };
  const newLink = createPathLinks(createDice('path'));
  const met = (port: number, proxied: boolean) =>
    pathEffectsFor([proxy], newLink({ ...ends, port, proxied })).length;
  expect([met(443, true), met(443, false), met(636, true)]).toEqual([1, 0, 0]);
});

test('a share is drawn per connection and effect, whatever other connections do before', () => {
  const scope = { hosts: ['*'], share: 0.5 };
  const half = { on: 'path', kind: 'refuse', established: 'keep', scope } as const;
  const hits = (busy: boolean) => {
    const newLink = createPathLinks(createDice('path'));
    return Array.from({ length: 200 }, () => {
      if (busy) newLink({ ...ends, component: 'agt-2' });
      return pathEffectsFor([drop(scope), half], newLink(ends)).length;
    });
  };
  const [quiet, busy] = [hits(false), hits(true)];
  expect(quiet).toEqual(busy);
  // Two effects of the same share hit different connections: some both, some one, some none.
  const counts = [0, 1, 2].map((count) => quiet.filter((met) => met === count).length);
  expect(counts.map((count) => count > 25 && count < 140)).toEqual([true, true, true]);
});

test('an effect keeps its verdict on a connection for as long as it lasts', () => {
  const effect = drop({ hosts: ['*'], share: 0.5 });
  const verdicts = Array.from({ length: 20 }, () => pathEffectsFor([effect], link).length);
  expect(new Set(verdicts).size).toBe(1);
});
