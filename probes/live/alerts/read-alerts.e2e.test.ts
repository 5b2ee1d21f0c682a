import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { ALERT_DEFAULTS } from '../../alerts/alert-rules.ts';
import { parseProbesFile } from '../config/load-probes-file.ts';

function parse(alerts: string) {
  const text = `targets:\n  contoso:\n    tenant: 11111111-2222-4333-8444-555555555555\n    client: 11111111-2222-4333-8444-555555555556\nalerts:\n${alerts}`;
  return parseProbesFile(text, '/etc/probes.yaml', { env: {}, nowMs: 0 }).alerts;
}

test('rules that are not given are the usual ones; secrets stay references', () => {
  const alerts = parse(`  rules:
    failuresInARow: 5
    repeat: 1h
    agents: { window: 30m }
  channels:
    ops: { kind: slack, url: { file: slack.url }, only: critical }
    mail:
      kind: email
      server: smtp.contoso.example
      from: probes@contoso.example
      to: [ops@contoso.example]
`);
  expect(alerts?.rules).toMatchObject({ failuresInARow: 5, passesInARow: 3, repeatMs: 3_600_000 });
  expect(alerts?.rules.agents).toEqual({ windowMs: 1_800_000, needed: 1 });
  expect(alerts?.channels).toEqual({
    ops: { kind: 'slack', url: { file: '/etc/slack.url' }, only: 'critical' },
    mail: {
      ...{ kind: 'email', host: 'smtp.contoso.example', port: 587 },
      ...{ from: 'probes@contoso.example', to: ['ops@contoso.example'] },
    },
  });
});

test('the example of the document is accepted', () => {
  const example = /```yaml\nalerts:\n([\s\S]*?)```/.exec(readFileSync('docs/alerts.md', 'utf8'));
  const alerts = parse(example?.[1] ?? '');
  const kinds = Object.values(alerts?.channels ?? {}).map(({ kind }) => kind);
  expect(kinds.sort()).toEqual([
    ...['alertmanager', 'email', 'pagerduty', 'slack', 'teams', 'webhook'],
  ]);
  // The rules it shows are the usual ones.
  expect(alerts?.rules).toEqual(ALERT_DEFAULTS);
});

test.each([
  ['{ kind: slack }', /probes\.yaml:7.*"url" of a channel of kind slack/],
  ['{ kind: slack, url: { env: A }, user: me }', /expected none but url, got "user"/],
  ['{ kind: slack, url: "https://hooks.example/canary" }', /\{ env: NAME \}(?!.*canary)/],
  ['{ kind: pigeon }', /kind/],
  [
    '{ kind: email, server: "mail.example:25", from: a, to: [b], tls: none }',
    /"none" is for a server on loopback/,
  ],
  ['{ kind: email, server: mail.example, from: a, to: [b], user: me }', /both "user" and "passw/],
])('a channel %s is refused in one sentence', (channel, sentence) => {
  expect(() => parse(`  channels:\n    ops: ${channel}\n`)).toThrow(sentence);
});
