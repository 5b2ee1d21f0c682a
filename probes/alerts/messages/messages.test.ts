/** Shapes as the vendors document them; sources in `protocol/sources.ts` are for facts of Entra. */

import { Ajv } from 'ajv';
import { expect, test } from 'vitest';
import { HOUR_MS } from '../../../protocol/time-units.ts';
import { proves } from '../../../test/parity/proves.ts';
import type { Notice } from '../alert-state.ts';
import { renderAlertmanager } from './alertmanager.ts';
import { renderEmail } from './email.ts';
import { renderPagerDuty } from './pagerduty.ts';
import { renderSlack } from './slack.ts';
import { renderTeams } from './teams.ts';
import { renderWebhook } from './webhook.ts';

const AT_MS = Date.UTC(2026, 10, 22, 12);

function notice(changes: Partial<Notice> = {}): Notice {
  return {
    ...{ key: 'failing/contoso/sign-in', kind: 'failing', target: 'contoso', subject: 'sign-in' },
    ...{ state: 'firing', severity: 'critical', sinceMs: AT_MS - HOUR_MS, atMs: AT_MS },
    title: 'sign-in of contoso is failing',
    text: 'AADSTS80002 <!channel> [look](http://x)\r\nBcc: all@contoso.example',
    ...changes,
  };
}

const TEXT = { type: 'string', minLength: 1 };
const TIME = { type: 'string', pattern: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z$' };

/** PagerDuty: Send an Alert Event (Events API v2). */
const PAGERDUTY = {
  type: 'object',
  required: ['routing_key', 'event_action', 'dedup_key', 'payload'],
  properties: {
    routing_key: TEXT,
    event_action: { enum: ['trigger', 'acknowledge', 'resolve'] },
    dedup_key: { ...TEXT, maxLength: 255 },
    payload: {
      type: 'object',
      required: ['summary', 'source', 'severity'],
      properties: {
        summary: { ...TEXT, maxLength: 1_024 },
        source: TEXT,
        severity: { enum: ['critical', 'error', 'warning', 'info'] },
        timestamp: TIME,
      },
    },
  },
};

/** Alertmanager: postableAlerts of api/v2/openapi.yaml; labels as Prometheus writes them. */
const ALERTMANAGER = {
  type: 'array',
  items: {
    type: 'object',
    required: ['labels'],
    additionalProperties: false,
    properties: {
      startsAt: TIME,
      endsAt: TIME,
      generatorURL: TEXT,
      annotations: { type: 'object', additionalProperties: { type: 'string' } },
      labels: {
        type: 'object',
        required: ['alertname'],
        propertyNames: { pattern: '^[a-zA-Z_][a-zA-Z0-9_]*$' },
        additionalProperties: TEXT,
      },
    },
  },
};

/** Teams: a message with one Adaptive Card. */
const TEAMS = {
  type: 'object',
  required: ['type', 'attachments'],
  properties: {
    type: { const: 'message' },
    attachments: {
      type: 'array',
      minItems: 1,
      maxItems: 1,
      items: {
        type: 'object',
        properties: {
          contentType: { const: 'application/vnd.microsoft.card.adaptive' },
          content: {
            type: 'object',
            required: ['$schema', 'type', 'version', 'body'],
            properties: { type: { const: 'AdaptiveCard' }, body: { type: 'array', minItems: 2 } },
          },
        },
        required: ['contentType', 'content'],
      },
    },
  },
};

/** Slack: `text` beside `blocks`; a header is plain text of at most 150 characters. */
const SLACK = {
  type: 'object',
  required: ['text', 'blocks'],
  properties: {
    text: TEXT,
    blocks: {
      type: 'array',
      maxItems: 50,
      items: { type: 'object', required: ['type'] },
      prefixItems: [
        { properties: { text: { properties: { type: { const: 'plain_text' } } } } },
        { properties: { text: { properties: { type: { const: 'mrkdwn' } } } } },
      ],
    },
  },
};

const LONG = 'x'.repeat(5_000);
const NOTICES = [
  notice(),
  notice({ state: 'repeated', kind: 'agent-rogue', subject: 'id' }),
  notice({ state: 'resolved', severity: 'warning' }),
  notice({ title: LONG, text: LONG, key: LONG, subject: '' }),
];

test.each([
  ['pagerduty', PAGERDUTY, (one: Notice) => renderPagerDuty(one, 'key'), ['payload']],
  ['alertmanager', ALERTMANAGER, (one: Notice) => renderAlertmanager(one, HOUR_MS), []],
  ['teams', TEAMS, renderTeams, []],
  ['slack', SLACK, renderSlack, []],
] as const)(
  proves('probes.alerts.senders', 'every notice fits the documented shape of %s'),
  (_, schema, render, notWhenResolved) => {
    const validate = new Ajv({ strict: false, allErrors: true }).compile(schema);
    for (const one of NOTICES) {
      validate(JSON.parse(JSON.stringify(render(one))));
      const errors = (validate.errors ?? []).filter(
        ({ params }) =>
          one.state !== 'resolved' ||
          !notWhenResolved.some((key) => key === params.missingProperty),
      );
      expect(errors).toEqual([]);
    }
  },
);

test('a resolved incident is closed by the key that opened it', () => {
  const ids = [notice(), notice({ state: 'resolved' })].map(
    (one) => renderPagerDuty(one, 'key') as Record<string, unknown>,
  );
  expect(ids[0]?.dedup_key).toBe(ids[1]?.dedup_key);
  expect(ids.map(({ event_action }) => event_action)).toEqual(['trigger', 'resolve']);
});

test('Alertmanager holds an alert until after the next repetition would have come', () => {
  const [alert] = renderAlertmanager(notice(), 4 * HOUR_MS) as { endsAt: string }[];
  expect(Date.parse(alert?.endsAt ?? '') - AT_MS).toBe(6 * HOUR_MS);
  const [over] = renderAlertmanager(notice({ state: 'resolved' }), HOUR_MS) as { endsAt: string }[];
  expect(Date.parse(over?.endsAt ?? '')).toBe(AT_MS);
});

test('what a server answered wakes no channel, makes no link and adds no header', () => {
  expect(JSON.stringify(renderSlack(notice()))).not.toContain('<!channel>');
  expect(JSON.stringify(renderTeams(notice()))).not.toContain('[look](');
  const { subject } = renderEmail(notice({ title: 'a\r\nBcc: all@contoso.example' }));
  expect(subject).toBe('[FIRING] critical: a Bcc: all@contoso.example');
});

test('the webhook tells a program all there is', () => {
  expect(renderWebhook(notice())).toMatchObject({
    ...{ version: 1, key: 'failing/contoso/sign-in', state: 'firing', severity: 'critical' },
    ...{ since: '2026-11-22T11:00:00.000Z', at: '2026-11-22T12:00:00.000Z' },
  });
});
