import { expect, test } from 'vitest';
import { CLOUDS, type SovereignCloud } from '../../../protocol/clouds.ts';
import { proves } from '../../../test/parity/proves.ts';
import type { Target } from '../../target.ts';
import { refuseForeignHosts } from './allowed-hosts.ts';
import { targetOfLab } from './lab-line.ts';

const TENANT: Target = {
  ...{ name: 'contoso', kind: 'tenant', cloud: 'public', tenantId: 't-1', clientId: 'app-1' },
  authority: 'https://login.microsoftonline.com/t-1',
  graph: 'https://graph.microsoft.com',
};
const LAB: Target = {
  ...{ ...TENANT, kind: 'lab', caFile: 'ca.pem', control: 'http://127.0.0.1:4000' },
  ...{ authority: 'https://localhost:4443/t-1', graph: 'https://localhost:4443' },
};

test.each(Object.keys(CLOUDS) as SovereignCloud[])(
  'the names of the cloud %s are allowed',
  (cloud) => {
    const { signIn, graph } = CLOUDS[cloud];
    const target = {
      ...TENANT,
      cloud,
      authority: `https://${signIn}/t-1`,
      graph: `https://${graph}`,
    };
    expect(() => refuseForeignHosts(target)).not.toThrow();
  },
);

test.each(['localhost', '127.0.0.1', '[::1]', '10.0.0.7', 'login.lab.test', 'x.example'])(
  'a lab at %s is allowed',
  (host) => {
    expect(() =>
      refuseForeignHosts({ ...LAB, authority: `https://${host}:4443/t-1` }),
    ).not.toThrow();
  },
);

test.each<[string, Target]>([
  ['another host', { ...TENANT, authority: 'https://login.thief.com/t-1' }],
  ['a name that only starts well', { ...TENANT, graph: 'https://graph.microsoft.com.thief.com' }],
  ['another port', { ...TENANT, authority: 'https://login.microsoftonline.com:8443/t-1' }],
  ['a user name before the host', { ...TENANT, graph: 'https://graph.microsoft.com@thief.com' }],
  ['no TLS', { ...TENANT, authority: 'http://login.microsoftonline.com/t-1' }],
  ['another cloud', { ...TENANT, cloud: 'usgov' }],
  ['a CA of one’s own for a tenant', { ...TENANT, caFile: 'ca.pem' }],
  ['a lab’s host for a tenant', { ...TENANT, authority: 'https://localhost/t-1' }],
  ['Microsoft’s host for a lab', { ...LAB, graph: 'https://graph.microsoft.com' }],
  ['a name that reads like a private address', { ...LAB, graph: 'https://10.0.0.1e0' }],
  ['a public address behind a user name', { ...LAB, control: 'http://127.0.0.1@192.0.2.1' }],
  ['a public IPv6 address', { ...LAB, control: 'http://[::ffff:192.0.2.1]:4000' }],
  ['a public address for a lab', { ...LAB, graph: 'https://192.0.2.1' }],
  ['a lab’s control API elsewhere', { ...LAB, control: 'http://thief.com' }],
  ['text for an address', { ...TENANT, graph: 'graph' }],
])(proves('probes.targets', '%s is refused by key before anything is sent'), (_, target) => {
  expect(() => refuseForeignHosts(target)).toThrow(/^targets\.contoso\.\w+: expected /);
});

test('what stands before a host is in no sentence', () => {
  const graph = 'https://mia:se/cr@t@graph.microsoft.com';
  expect(() => refuseForeignHosts({ ...TENANT, graph })).toThrow(/"https:\/\/…@graph/);
  const control = 'http://mia:s3cret@192.0.2.1';
  expect(() => refuseForeignHosts({ ...LAB, control })).toThrow(/"http:\/\/…@192/);
});

test('the line of a lab is refused if its control API is elsewhere', () => {
  const line = { ...LAB, control: 'https://thief.com', accounts: {} };
  expect(() => targetOfLab('up.json', JSON.stringify(line))).toThrow(/targets\.lab\.control/);
});

test('a lab without its CA is refused', () => {
  const { caFile: _, ...without } = LAB;
  expect(() => refuseForeignHosts(without)).toThrow(/caFile: expected the CA file of the lab/);
});
