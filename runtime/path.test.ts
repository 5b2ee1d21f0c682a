/** Scope matching, as both networks rely on it. */
import { expect, test } from 'vitest';
import type { PathEffect, PathScope } from '../protocol/effects.ts';
import { pathEffectsFor } from './path.ts';

const link = { site: 'hq', component: 'agt-1', host: 'worker1.msappproxy.net.lab.localhost' };

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
