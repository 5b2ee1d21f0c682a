/** Which forest judges whom, and what stands between. */
import { expect, test } from 'vitest';
import type { ForestEffect } from '../protocol/effects.ts';
import { ERROR } from '../protocol/win32.ts';
import { proves } from '../test/parity/proves.ts';
import { decideRoute, type Forest, forestOf } from './forest.ts';

const CORP: Forest = { name: 'corp', suffixes: ['contoso.example'], trust: 'two-way' };
const FABRIKAM: Forest = { name: 'fabrikam', suffixes: ['fabrikam.example'], trust: 'two-way' };
const STRANGER: Forest = { name: 'stranger', suffixes: ['stranger.example'], trust: 'none' };
const FORESTS = [CORP, FABRIKAM, STRANGER];

function effect(kind: ForestEffect['kind'], ...forests: string[]): ForestEffect {
  return { on: 'forest', kind, forests };
}

function route(name: string, ...effects: ForestEffect[]) {
  return decideRoute(name, FORESTS, effects);
}

// EVIDENCE-OF ED-FAQ: several forests need a two-way trust and name suffix routing that is right
test(
  proves('directory.forests', 'a name is routed by its suffix, over a two-way trust only'),
  () => {
    expect(route('ada@contoso.example')).toEqual({ kind: 'here' });
    expect(route('bob@Fabrikam.Example')).toEqual({ kind: 'referred', forest: FABRIKAM });
    expect(route('eve@stranger.example')).toEqual({ kind: 'refused', win32: ERROR.LOGON_FAILURE });
  },
);

test('a suffix that no forest has is looked for at home; a child domain goes to its parent', () => {
  expect(route('ada@elsewhere.example')).toEqual({ kind: 'here' });
  expect(route('bob@sales.fabrikam.example')).toMatchObject({ kind: 'referred' });
  expect(forestOf('bob@notfabrikam.example', FORESTS)).toBe(CORP);
});

test('of two suffixes that fit the longer one decides', () => {
  const child = { ...FABRIKAM, name: 'child', suffixes: ['eu.contoso.example'] };
  expect(forestOf('ada@eu.contoso.example', [CORP, child])).toBe(child);
});

// AZI: selective authentication on a trust gives 1935; a suffix that is missing gives 1326
test.each([
  ['break-trust', ERROR.TRUSTED_DOMAIN_FAILURE],
  ['selective-authentication', ERROR.AUTHENTICATION_FIREWALL_FAILED],
  ['unrouted-suffixes', ERROR.LOGON_FAILURE],
] as const)('%s refuses users of that forest with %i, and nobody else', (kind, win32) => {
  for (const named of ['fabrikam', '*', 'corp']) {
    expect(route('bob@fabrikam.example', effect(kind, named))).toEqual({ kind: 'refused', win32 });
  }
  expect(route('bob@fabrikam.example', effect(kind, 'stranger'))).toMatchObject({
    kind: 'referred',
  });
  expect(route('ada@contoso.example', effect(kind, '*'))).toEqual({ kind: 'here' });
});

test('a name that is not routed never meets the broken trust', () => {
  const both = [effect('break-trust', '*'), effect('unrouted-suffixes', '*')];
  expect(route('bob@fabrikam.example', ...both)).toMatchObject({ win32: ERROR.LOGON_FAILURE });
});
