/** What cannot be rehearsed in containers is told before anything starts, with the step. */
import { expect, test } from 'vitest';
import { FAULTS } from '../lab/faults/index.ts';
import { CONTAINER_SITES, findForeign } from '../lab/outposts/container-estate.ts';
import { proves } from '../test/parity/proves.ts';
import { loadScenario, scenarioIds } from './catalogue.ts';
import { findInexpressible, findInexpressibleFault } from './find-inexpressible.ts';
import { moveIntoContainers } from './move-into-containers.ts';

test(
  proves('containers.refused', 'faults that containers cannot express are these and no others'),
  () => {
    const not = Object.values(FAULTS).filter((fault) => findInexpressibleFault(fault));
    expect(not.map(({ id }) => id)).toEqual([
      ...['broken-pac', 'dc-clock-skew'],
      ...['selective-authentication', 'suffix-not-routed', 'trust-broken'],
    ]);
  },
);

test('a scenario without an estate of its own can be rehearsed there, but for a new server', () => {
  const without = scenarioIds()
    .map((id) => loadScenario(id))
    .filter(({ estate }) => !estate.sites);
  const not = without.filter((scenario) => findInexpressible(scenario) !== undefined);
  expect(not.map(({ id }) => id)).toEqual(['add-agent']);
  const [adding] = not;
  expect(adding && findInexpressible(adding)).toBe(
    '“do install-agent (sites=branch)”: it needs a server that is not there, and each server of ' +
      'this lab is a container',
  );
});

test('controllers that do not stand there are those that do, where no step speaks of one', () => {
  const not = scenarioIds().filter((id) => findInexpressible(moveIntoContainers(loadScenario(id))));
  expect(not).toEqual(['add-agent', 'multi-forest-trust-broken', 'preview-upgrade-done-wrong']);
  const upgrade = loadScenario('rolling-upgrade');
  const { estate } = moveIntoContainers(upgrade);
  expect(estate.sites?.map(({ controllers }) => controllers)).toEqual([['dc-1'], ['dc-2']]);
  const where = { controllers: ['dc-3'] };
  const stop = { kind: 'inject', fault: 'one-dc-down', where, parameters: {} } as const;
  const speaking = { ...upgrade, method: [...upgrade.method, stop] };
  expect(findInexpressible(moveIntoContainers(speaking))).toMatch(
    /the estate asks for dc-3; give it another one with --estate$/,
  );
});

test('an estate may leave out what stands there, and may not ask for more', () => {
  const [hq] = CONTAINER_SITES;
  expect(hq && findForeign({ sites: [hq] })).toBe(undefined);
  const dc3 = CONTAINER_SITES.map((site) => ({ ...site, controllers: ['dc-3'] }));
  expect(findForeign({ sites: dc3 })).toBe(
    'the containers have hq with agt-1, agt-2, dc-1; branch with agt-3, dc-2, and the estate asks ' +
      'for dc-3',
  );
  const moved = [{ name: 'branch', agents: ['agt-1'], controllers: ['dc-1'] }];
  expect(findForeign({ sites: moved })).toContain('agt-1 at branch');
});

test('a fault of a healing method is found wherever it stands in the method', () => {
  const good = loadScenario('blocked-443');
  const step = { kind: 'inject', fault: 'dc-clock-skew', where: {}, parameters: {} } as const;
  const bad = { ...good, method: [...good.method, step] };
  expect(findInexpressible(good)).toBe(undefined);
  expect(findInexpressible(bad)).toMatch(/^“inject dc-clock-skew”: containers share the clock/);
});
