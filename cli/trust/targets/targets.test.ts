/**
 * What each kind of program would be given, on machines that have more or less of what it takes.
 */
import { describe, expect, test } from 'vitest';
import type { TrustPlace } from './target.ts';
import { TRUST_TARGETS } from './targets.ts';

const BARE: TrustPlace = {
  caFile: '/lab/ca.pem',
  folder: '/lab/trust',
  home: '/people/mia',
  platform: 'linux',
  find: () => undefined,
  ask: () => undefined,
  exists: () => false,
  list: () => [],
};

const FULL: TrustPlace = {
  ...BARE,
  find: (program) => `/bin/${program}`,
  ask: () => 'Property settings:\n    java.home = /java\n    java.io.tmpdir = /tmp\n',
  exists: (file) => ['/java/lib/security/cacerts'].includes(file) || file.includes('abc.default'),
  list: () => ['abc.default', 'Crash Reports'],
};

function planOf(id: string, place: TrustPlace) {
  return TRUST_TARGETS.find((target) => target.id === id)?.plan(place);
}

describe.each(TRUST_TARGETS)('$id', ({ plan }) => {
  test('never plans to touch anything but our folder and databases of the user', () => {
    const planned = plan(FULL);
    const touched = planned.possible
      ? planned.steps.map((step) => (step.kind === 'nss' ? step.database : step.file))
      : [];
    for (const file of touched) expect(file).toMatch(/^\/(lab\/trust|people\/mia)\//);
  });

  test('says why where something is missing', () => {
    const planned = plan(BARE);
    if (!planned.possible) expect(planned.because).toMatch(/there is no/);
  });
});

test('Java gets a copy of its own truststore', () => {
  expect(planOf('java', FULL)).toMatchObject({
    steps: [{ from: '/java/lib/security/cacerts', file: '/lab/trust/java-cacerts' }],
    variables: { JAVA_TOOL_OPTIONS: expect.stringContaining('trustStore=/lab/trust/java-cacerts') },
  });
});

test('Chromium’s database and those of Firefox’s profiles are found', () => {
  const planned = planOf('browsers', FULL);
  expect(planned).toMatchObject({
    steps: [
      { database: '/people/mia/.pki/nssdb' },
      { database: '/people/mia/.mozilla/firefox/abc.default' },
      { database: '/people/mia/snap/firefox/common/.mozilla/firefox/abc.default' },
    ],
  });
});
