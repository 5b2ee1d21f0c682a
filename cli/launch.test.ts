/** What `pta-lab` does with the Node and the packages it finds. */
import { expect, test } from 'vitest';
import { decideLaunch, type Launch } from './launch.mjs';

const fine = { running: 'v22.22.0', minimum: '22.22', own: undefined, missing: undefined };

test('runs on a Node that is new enough', () => {
  expect(decideLaunch(fine)).toEqual({ run: 'here' });
});

test('goes over to the Node of its own when the machine has an old one', () => {
  const installation = { ...fine, running: 'v22.21.9', own: '26.10.0' };
  expect(decideLaunch(installation)).toEqual({ run: 'own-node' });
});

test('says what to run when there is only an old Node', () => {
  const launch = decideLaunch({ ...fine, running: 'v20.1.0' });
  expect(launch).toEqual({
    run: 'nothing',
    because:
      'this is Node 20.1.0, needed is 22.22 or later; run "npm start" or "node scripts/setup.mjs" in its folder, which puts one there for pta-lab only',
  });
});

test('a Node of its own that is too old is no way out', () => {
  const installation = { ...fine, running: 'v20.1.0', own: '22.21.0' };
  expect(decideLaunch(installation).run).toBe('nothing');
});

test('names the package that is missing, whatever the Node', () => {
  const launch = decideLaunch({ ...fine, running: 'v20.1.0', own: '26.10.0', missing: 'hono' });
  expect(launch.run).toBe('nothing');
  expect(launch).toHaveProperty('because', expect.stringContaining('"hono" is not installed'));
});

test('as a package of somebody else’s it is npm and a newer Node that help', () => {
  const packed = { ...fine, asPackage: true };
  const because = (launch: Launch) => ('because' in launch ? launch.because : '');
  expect(because(decideLaunch({ ...packed, missing: 'hono' }))).toMatch(/run "npm install" where/);
  expect(because(decideLaunch({ ...packed, running: 'v20.1.0' }))).not.toMatch(/npm start/);
});
