/** What a caller of the control API got wrong about faults or the clock is said, never skipped. */

import { expect, test } from 'vitest';
import { DAY_MS } from '../../protocol/time-units.ts';
import { quietLab } from '../people/stub-person.ts';
import { ESTATE_ROUTES } from './estate.ts';
import type { Members } from './members.ts';

test.each<[string, Members, string]>([
  ['POST /faults', { id: 'dc-down', were: { sites: ['hq'] } }, 'Expected only id, where, param'],
  ['POST /faults', { where: {} }, 'Expected id as a text, got nothing'],
  ['POST /faults', { id: 'dc-down', where: 'hq' }, 'Expected where as an object'],
  ['POST /faults', { id: 'dc-down', where: { sites: 'hq' } }, 'Expected where.sites as a list'],
  ['POST /faults', { id: 'dc-down', where: { sites: [5] } }, 'Expected where.sites as a list'],
  ['POST /faults', { id: 'dc-down', parameters: 5 }, 'Expected parameters as an object'],
  ['POST /faults', { id: 'block-443', parameters: { how: {} } }, 'Expected parameters.how as'],
  ['POST /clock', { advanceMs: 0 }, 'Expected advanceMs as a number'],
  ['POST /clock', { advanceMs: 366 * DAY_MS + 1 }, 'up to 31622400000'],
  ['POST /clock', { advanceMs: 1, byMs: 1 }, 'Expected only advanceMs'],
])('%s %j', async (route, body, sentence) => {
  await using lab = await quietLab();
  const ask = async () =>
    ESTATE_ROUTES[route]?.(lab, { params: {}, query: new URLSearchParams(), body });
  await expect(ask()).rejects.toThrow(sentence);
  expect(lab.faults.list()).toEqual([]);
});
