/** Each lint rule with an estate that breaks it, next to one that does not. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { LATEST_AGENT_VERSION } from '../../../protocol/agent-versions.ts';
import { timingsWith } from '../../../protocol/timings.ts';
import { proves } from '../../../test/parity/proves.ts';
import { timingsOf } from '../../tenant/found-tenant.ts';
import type { TenantDescription, UserDescription } from '../../tenant/tenant-description.ts';
import type { EstateDescription, SiteDescription } from '../estate-description.ts';
import { parseEstate } from '../estate-file.ts';
import { SEVERITIES } from './rule.ts';
import { LINT_RULES, lintEstate } from './rules.ts';

const ADA: UserDescription = {
  ...{ userName: 'ada@contoso.example', source: 'cloud', roles: ['Global Administrator'] },
};
const TENANT: TenantDescription = { name: 'contoso', users: [ADA] };
const HQ: SiteDescription = { name: 'hq', agents: ['a1', 'a2'], controllers: ['d1', 'd2'] };
const BRANCH: SiteDescription = { name: 'branch', agents: ['a3'], controllers: ['d3'] };
const CONNECT = { name: 'c1', role: 'primary', agent: 'a1' } as const;
const STAGING = { name: 'c2', role: 'staging' } as const;

function found(
  description: Partial<EstateDescription>,
  tenant: TenantDescription | undefined = TENANT,
): Record<string, string> {
  const whole = { sites: [HQ, BRANCH], ...description };
  // An estate that cannot be is not a case of a rule.
  parseEstate(JSON.stringify(whole), 'x.yaml');
  const timings = timingsWith({ ...(tenant && timingsOf(tenant)), ...whole.timings });
  const findings = lintEstate({ description: whole, tenant, timings });
  return Object.fromEntries(findings.map(({ id, sentence }) => [id, sentence]));
}

const hq = (more: Partial<SiteDescription>) => ({ sites: [{ ...HQ, ...more }, BRANCH] });
const a1 = (server: NonNullable<SiteDescription['servers']>[string]) =>
  hq({ servers: { a1: server } });

test('nothing is found in an estate as the documents want it', () => {
  expect(found({})).toEqual({});
  const connect = [CONNECT, STAGING];
  const servers = { a1: { version: LATEST_AGENT_VERSION, certificateAgeDays: 150 } };
  expect(found({ ...hq({ connect, servers }), signInsPerSecond: 600 })).toEqual({});
});

const CASES: readonly [id: string, Partial<EstateDescription>, sentence: string][] = [
  ['single-agent', { sites: [{ ...HQ, agents: ['a1'] }] }, 'a1 is the only agent'],
  ['few-agents', { sites: [HQ, { ...BRANCH, agents: [] }] }, 'there are 2 agents, fewer than 3'],
  ['one-site', { sites: [{ ...HQ, agents: ['a1', 'a2', 'a3'] }] }, 'all agents are at hq'],
  [
    'below-n-plus-one',
    { signInsPerSecond: 601 },
    '2 carry about 600 sign-ins a second; the peak is 601',
  ],
  ['preview-version', a1({ version: '1.5.200.0' }), 'a1 runs 1.5.200.0, a preview'],
  ['below-minimum', a1({ version: '1.5.192.0' }), 'a1 runs 1.5.192.0, older than 1.5.193.0'],
  [
    'mixed-versions',
    a1({ version: '1.5.1742.0' }),
    '2 versions: 1.5.1742.0 (a1), 1.5.2482.0 (a2, a3)',
  ],
  ['connector-alone', a1({ connector: 'alone' }), 'no Authentication Agent'],
  [
    'agents-before-connect',
    hq({ connect: [{ ...CONNECT, version: '2.3.0.0' }, STAGING] }),
    'a1 has been upgraded before Connect 2.3.0.0 on the same server, c1',
  ],
  [
    'agents-only-on-connect',
    { sites: [{ ...HQ, agents: ['a1'], connect: [CONNECT, STAGING] }] },
    'every agent runs on a Connect server',
  ],
  [
    'connect-too-old',
    hq({ connect: [{ ...STAGING, version: '1.1.749.0' }] }),
    'c2 is at Connect 1.1.749.0',
  ],
  ['no-staging', hq({ connect: [CONNECT] }), 'no Connect server is in staging mode'],
  [
    'staging-older',
    hq({ connect: [CONNECT, { ...STAGING, version: '2.3.9.9' }] }),
    'c2 is at Connect 2.3.9.9',
  ],
  ['renewal-overdue', a1({ certificateAgeDays: 151 }), '151 days old; renewal was due after 150'],
  ['clock-skew', a1({ clockOffset: '-5m1s' }), 'the clock of a1 is -5m1s off'],
  ['no-tls-1.2', a1({ tls12: false }), 'TLS 1.2 is off on the server of a1'],
  ['browser-proxy', hq({ proxy: { setting: 'browser' } }), 'it registers and stays Inactive'],
  [
    'no-way-out',
    { ...hq({ proxy: { setting: 'wpad' }, servers: { a1: { proxySetting: 'none' } } }) },
    'a1 knows no proxy',
  ],
  ['updater-off', a1({ updater: false }), 'the updater beside a1 does not run'],
  [
    'single-controller',
    {
      sites: [
        { ...HQ, controllers: ['d1'] },
        { ...BRANCH, controllers: [], controllersOf: 'hq' },
      ],
    },
    'd1 is the only domain controller',
  ],
  ['far-controllers', hq({ controllerLatency: '6ms' }), 'the agents at hq are 6ms away'],
  [
    'borrowed-controllers',
    { sites: [HQ, { name: 'b', agents: ['a3'], controllersOf: 'hq' }] },
    'use the controllers of hq',
  ],
  [
    'no-trust',
    {
      forests: [
        { name: 'f1', controllers: ['d1'] },
        { name: 'f2', controllers: ['d3'], trust: 'none' },
      ],
    },
    'the users of f2',
  ],
  [
    'lockout-order',
    { timings: { adLockoutThreshold: 10 } },
    'Entra locks after 10 wrong passwords, Active Directory after 10',
  ],
  [
    'lockout-length',
    { timings: { adLockoutDurationMs: 60_000 } },
    'Entra locks for 60 s, Active Directory for 60 s',
  ],
  ['inactive-listed', hq({ inactive: ['old'] }), 'Entra lists old as Inactive'],
];

test.each(CASES)(proves('estate.lint', '%s is found'), (id, description, sentence) => {
  expect(found(description)[id]).toContain(sentence);
});

test('limits are on the edge: one less is not found', () => {
  expect(Object.keys(found(a1({ version: '1.5.261.0' })))).toEqual(['mixed-versions']);
  expect(found(hq({ controllerLatency: '5ms' }))).toEqual({});
  expect(found({ timings: { adLockoutThreshold: 11 } })).toEqual({});
});

test.each<[string, Partial<UserDescription>]>([
  ['a synchronised one', { source: 'directory' }],
  ['a disabled one', { enabled: false }],
  ['one with a password that ends', { passwordExpires: '2027-01-01' }],
  ['one who may not', { roles: ['Reports Reader'] }],
])('an administrator is no break-glass account: %s', (_, change) => {
  const tenant = { ...TENANT, users: [{ ...ADA, ...change }] };
  expect(Object.keys(found({}, tenant))).toEqual(['no-break-glass']);
});

test('without a tenant file the break-glass account is unknown, not missing', () => {
  const timings = timingsWith({});
  const findings = lintEstate({ description: { sites: [HQ, BRANCH] }, tenant: undefined, timings });
  expect(findings.map(({ id, severity }) => [id, severity])).toEqual([
    ['break-glass-unknown', 'note'],
  ]);
});

test('every rule has a case here', () => {
  const tried = [...CASES.map(([id]) => id), 'no-break-glass', 'break-glass-unknown'];
  expect(Object.keys(LINT_RULES).toSorted()).toEqual(tried.toSorted());
});

test('the documentation lists every rule under its severity', () => {
  const page = readFileSync(path.join(import.meta.dirname, '../../../docs/estate.md'), 'utf8');
  for (const severity of SEVERITIES) {
    const [, cell = ''] = new RegExp(`^\\| ${severity} \\| (.*) \\|$`, 'm').exec(page) ?? [];
    const rules = Object.entries(LINT_RULES).filter(([, rule]) => rule.severity === severity);
    const listed = [...cell.matchAll(/`([^`]+)`/g)].map(([, id]) => id);
    expect(listed.toSorted()).toEqual(rules.map(([id]) => id).toSorted());
  }
});

test('with one agent down the slower servers count for less', () => {
  const estate = { ...a1({ capacity: 'cores=2' }), signInsPerSecond: 451 };
  expect(found(estate)['below-n-plus-one']).toContain('2 carry about 450 sign-ins a second');
  expect(found({ ...estate, signInsPerSecond: 450 })).toEqual({});
});
