/** A file of probes as people write it, and every sentence for one that is wrong. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { proves } from '../../../test/parity/proves.ts';
import { freshStateDir } from '../../../test/state-dir.ts';
import { PROBES } from '../../index.ts';
import { loadProbesFile, parseProbesFile } from './load-probes-file.ts';

const around = { env: {}, nowMs: Date.UTC(2026, 10, 22) };
const TENANT = '00000000-0000-4000-8000-000000000001';
const CLIENT = '00000000-0000-4000-8000-000000000002';
const folder = freshStateDir();

function problemOf(text: string, env: Record<string, string> = {}): string {
  try {
    parseProbesFile(text, 'probes.yaml', { ...around, env });
  } catch (error) {
    return error instanceof Error ? error.message : 'no error';
  }
  return 'accepted';
}

/** A sound target of three lines, and what is under test below it. */
const target = (more = '') =>
  `targets:\n  contoso:\n    tenant: ${TENANT}\n    client: ${CLIENT}\n    account: { userName: p@contoso.example, password: { env: X } }\n${more}`;

test('the example in docs/ is accepted, with absolute paths and our own units', () => {
  const file = loadProbesFile('docs/examples/probes.yaml', around);
  expect(file.history).toBe(join(process.cwd(), 'docs/examples/history.db'));
  expect(file.listen).toEqual({ host: '127.0.0.1', port: 9188 });
  expect(file.targets.contoso).toMatchObject({
    kind: 'tenant',
    authority: 'https://login.microsoftonline.com/00000000-0000-4000-8000-000000000001',
    graph: 'https://graph.microsoft.com',
    budget: { minIntervalMs: 120_000 },
  });
  expect(file.modules['sign-in-quick']).toEqual({
    ...{ name: 'sign-in-quick', probe: 'sign-in', timeoutMs: 15_000 },
  });
  expect(Object.keys(file.modules)).toEqual(expect.arrayContaining(Object.keys(PROBES)));
  expect(file.schedule[0]).toEqual({
    ...{ target: 'contoso', module: 'sign-in-quick', timing: { everyMs: 300_000 } },
    jitterMs: 20_000,
  });
  expect(file.schedule[2]?.timing).toEqual({ cron: '*/10 * * * *', timeZone: 'Europe/Vienna' });
  expect(file.maintenance.map(({ probes }) => probes)).toEqual(['mute', 'pause']);
});

test('a module says how far back it reads logs', () => {
  const text = target('modules:\n  log: { probe: event-log, lookBack: 10m }\n');
  const { modules } = parseProbesFile(text, 'probes.yaml', around);
  expect(modules.log).toEqual({ name: 'log', probe: 'event-log', lookBackMs: 600_000 });
});

test('JSON is accepted as well', () => {
  const text = JSON.stringify({ targets: { contoso: { tenant: TENANT, client: CLIENT } } });
  expect(parseProbesFile(text, 'probes.json', around).targets.contoso?.cloud).toBe('public');
});

test.each<[string, string, string]>([
  [
    'no targets',
    'history: x.db\n',
    'probes.yaml:1: probes: expected the key "targets", which is missing',
  ],
  ['an unknown key', target('schedul: []\n'), 'probes.yaml:6: probes: expected one of'],
  ['… with the one that was meant', target('schedul: []\n'), 'did you mean "schedule"?'],
  [
    'a password in the file',
    target().replace('{ env: X }', 'hunter2-hunter2'),
    'probes.yaml:5: targets.contoso.account.password: expected { env: NAME }, { file: path } or { command: [program, …] }; a secret itself never stands in this file',
  ],
  [
    'a target that is neither a lab nor a tenant',
    'targets:\n  contoso: { cloud: public }\n',
    'probes.yaml:2: targets.contoso: expected the key "tenant", or "lab"',
  ],
  [
    'an address of one’s own',
    target('    authority: https://login.contoso.example\n'),
    'probes.yaml:6: targets.contoso: expected one of lab, cloud, tenant',
  ],
  [
    'an unknown cloud',
    target('    cloud: gov\n'),
    'expected one of public, usgov, usgov-dod, china, got "gov"',
  ],
  [
    'a lab that never printed its line',
    'targets:\n  lab: { lab: nowhere.json }\n',
    'probes.yaml:2: targets.lab.lab: expected what "pta-lab up --json" printed at ',
  ],
  [
    'an unknown probe',
    target('modules:\n  quick: { probe: sign-inn }\n'),
    'got "sign-inn"; did you mean "sign-in"?',
  ],
  [
    'an unknown module',
    target('schedule:\n  - { target: contoso, module: agnets, every: 5m }\n'),
    'probes.yaml:7: schedule[0].module: expected the name of a module',
  ],
  [
    'an unknown target',
    target('schedule:\n  - { target: contso, module: agents, every: 5m }\n'),
    'expected the name of a target (contoso), got "contso"; did you mean "contoso"?',
  ],
  [
    'neither every nor cron',
    target('schedule:\n  - { target: contoso, module: agents }\n'),
    'schedule[0]: expected either every or cron, got neither',
  ],
  [
    'an interval that is none',
    target('schedule:\n  - { target: contoso, module: agents, every: often }\n'),
    'schedule[0].every: expected a duration such as 30s, 5m or 1h30m, got "often"',
  ],
  [
    'an interval that is too short',
    target('schedule:\n  - { target: contoso, module: agents, every: 9s }\n'),
    'schedule[0].every: expected at least 10s, got "9s"',
  ],
  [
    'jitter beyond half of the interval',
    target('schedule:\n  - { target: contoso, module: agents, every: 1m, jitter: 31s }\n'),
    'schedule[0].jitter: expected at most half of every (30s), got "31s"',
  ],
  [
    'a cron pattern that is none',
    target('schedule:\n  - { target: contoso, module: agents, cron: "61 * * * *" }\n'),
    'schedule[0].cron: expected a cron pattern of five fields such as "*/15 * * * *", got "61 * * * *": Invalid value for minute: 61',
  ],
  [
    'a time zone that is none',
    target('timezone: Vienna\n'),
    'probes.yaml:6: timezone: expected a time zone such as Europe/Vienna, got "Vienna"',
  ],
  [
    'a module twice',
    target(
      'schedule:\n  - { target: contoso, module: agents, every: 5m }\n  - { target: contoso, module: agents, every: 9m }\n',
    ),
    'probes.yaml:8: schedule[1].module: expected each module once per target',
  ],
  [
    'more attempts than the account may have',
    target(
      'modules:\n  again: { probe: sign-in }\nschedule:\n  - { target: contoso, module: sign-in, every: 1m }\n  - { target: contoso, module: again, every: 1m }\n',
    ),
    'schedule: expected at most one attempt per 1m of its account, got one per 30s from sign-in, again together',
  ],
  [
    'a probe that signs in without an account',
    target('schedule:\n  - { target: contoso, module: sign-in, every: 5m }\n').replace(
      / {4}account.*\n/,
      '',
    ),
    'schedule[0].target: expected targets.contoso.account, because "sign-in" signs in',
  ],
  [
    'a window that ends before it begins',
    target('maintenance:\n  - { reason: x, from: "2026-12-05T20:00Z", to: "2026-12-05T19:00Z" }\n'),
    'maintenance[0].to: expected a moment after 2026-12-05T20:00Z, got "2026-12-05T19:00Z"',
  ],
  [
    'a window without an end',
    target('maintenance:\n  - { reason: x, cron: "0 2 * * *" }\n'),
    'maintenance[0]: expected either from and to, or cron and duration',
  ],
  [
    'a listener beyond loopback without a token',
    target('listen: 0.0.0.0:9188\n'),
    'listen: expected a map with address and token, because 0.0.0.0 is not loopback',
  ],
  [
    'a channel without what its kind needs',
    target('alerts:\n  channels:\n    oncall: { kind: pagerduty }\n'),
    'probes.yaml:8: alerts.channels.oncall: expected the key "routingKey" of a channel',
  ],
  [
    'a webhook whose address stands in the file',
    target('alerts:\n  channels:\n    chat: { kind: slack, url: "https://hooks.example/T0/B0" }\n'),
    'probes.yaml:8: alerts.channels.chat.url: expected { env: NAME }',
  ],
  ['broken YAML', 'targets: [\n', 'probes.yaml:2: expected valid YAML'],
])(proves('probes.watch.file', '%s: one sentence with file, line and key'), (_, text, sentence) => {
  const problem = problemOf(text);
  expect(problem).toContain(sentence);
  expect(problem).not.toContain('\n');
});

test.each(Object.keys(PROBES))('%s: what it may be expected to see is known by name', (probe) => {
  const expected = `modules:\n  own: { probe: ${probe}, expect: { nonsense: 1 } }\n`;
  expect(problemOf(target(expected))).toMatch(
    /^probes\.yaml:7: modules\.own\.expect: expected .*, got the unknown key "nonsense"/,
  );
});

test('a value of a secret never gets into a sentence', () => {
  const wrong = 'swordfish-in-a-file';
  for (const text of [
    target().replace('{ env: X }', `{ text: ${wrong} }`),
    target().replace('{ env: X }', `[${wrong}]`),
    target().replace('{ env: X }', `{ command: ${wrong} }`),
    target().replace('{ env: X }', wrong),
  ]) {
    expect(problemOf(text)).toContain('account.password');
    expect(problemOf(text)).not.toContain(wrong);
  }
});

test('variables of the environment win, and one that fits no value is refused', () => {
  const text = target('modules:\n  quick: { probe: sign-in, timeout: 15s }\n');
  const env = {
    PTA_LAB_PROBES_HISTORY: 'elsewhere.db',
    PTA_LAB_PROBES_TARGETS_CONTOSO_ACCOUNT_USER_NAME: 'other@contoso.example',
    PTA_LAB_PROBES_MODULES_QUICK_TIMEOUT: '5s',
  };
  const file = parseProbesFile(text, '/etc/pta-lab/probes.yaml', { ...around, env });
  expect(file.history).toBe('/etc/pta-lab/elsewhere.db');
  expect(file.targets.contoso?.account?.userName).toBe('other@contoso.example');
  expect(file.modules.quick?.timeoutMs).toBe(5_000);
  expect(problemOf(text, { PTA_LAB_PROBES_MODULES_QUICK_TIMEOUT: 'soon' })).toContain(
    'probes.yaml:7: modules.quick.timeout: PTA_LAB_PROBES_MODULES_QUICK_TIMEOUT: expected a duration',
  );
  expect(problemOf(text, { PTA_LAB_PROBES_HISTRY: 'x' })).toContain(
    'did you mean "PTA_LAB_PROBES_HISTORY"?',
  );
});

test('a lab may be named by its line, and only one on hosts of a lab is taken', () => {
  mkdirSync(folder, { recursive: true });
  const line = {
    ...{ tenantId: TENANT, clientId: CLIENT, control: 'http://127.0.0.1:1', caFile: 'ca.pem' },
    accounts: { healthy: { userName: 'a@b.example', password: 'swordfish-swordfish' } },
  };
  const write = (host: string) =>
    writeFileSync(
      join(folder, 'up.json'),
      JSON.stringify({ ...line, authority: `https://${host}/${TENANT}`, graph: `https://${host}` }),
    );
  const text = 'targets:\n  lab: { lab: up.json }\n';
  write('login.microsoftonline.com.lab.localhost:1');
  const file = parseProbesFile(text, join(folder, 'probes.yaml'), around);
  expect(file.targets.lab?.kind).toBe('lab');
  expect(JSON.stringify(file)).not.toContain('swordfish');
  const [, quickStart = ''] =
    /```yaml\n([^`]*)```/.exec(readFileSync('docs/watch.md', 'utf8')) ?? [];
  expect(parseProbesFile(quickStart, join(folder, 'probes.yaml'), around).schedule).toHaveLength(2);
  write('login.microsoftonline.com');
  expect(() => parseProbesFile(text, join(folder, 'probes.yaml'), around)).toThrow(
    /probes\.yaml:2: targets\.lab\.lab: .*expected a lab’s host/,
  );
});
