import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { HOUR_MS } from '../../../protocol/time-units.ts';
import type { Notice } from '../../alerts/alert-state.ts';
import { Outbox } from './outbox.ts';
import type { Sent } from './send-notice.ts';

const NOTICE = { title: 'it fails' } as Notice;

/** An hour passes with each `tick`, which is longer than any pause. */
function createRig(answer: (channel: string) => Sent) {
  const sent: string[] = [];
  const told: string[] = [];
  let nowMs = 0;
  const outbox = new Outbox(
    {
      async send(channel) {
        sent.push(channel);
        return answer(channel);
      },
      changed: () => {},
      tell: (line) => told.push(line),
      nowMs: () => nowMs,
    },
    [],
  );
  const tick = async () => {
    nowMs += HOUR_MS;
    outbox.add('clock', NOTICE);
    await setImmediate();
  };
  return { outbox, sent, told, tick };
}

const BUSY: Sent = { ok: false, why: 'it answered 503', again: true };

test('a channel that does not answer is tried eight times, and holds up no other', async () => {
  const { outbox, sent, told, tick } = createRig((channel) =>
    channel === 'clock' ? { ok: true } : BUSY,
  );
  outbox.add('dead', NOTICE);
  for (let hour = 0; hour < 12; hour += 1) await tick();
  expect(sent.filter((channel) => channel === 'dead')).toHaveLength(8);
  expect(sent.filter((channel) => channel === 'clock')).toHaveLength(12);
  expect(told.at(-1)).toMatch(/^alerts: dead: it answered 503; given up/);
  expect(outbox.waiting).toEqual([]);
  await outbox[Symbol.asyncDispose]();
});

test('what cannot be sent does not pile up without end', async () => {
  const { outbox, told } = createRig(() => BUSY);
  for (let count = 0; count < 250; count += 1) outbox.add('dead', NOTICE);
  await outbox[Symbol.asyncDispose]();
  expect(outbox.waiting.length).toBeLessThanOrEqual(200);
  expect(told).toContain('alerts: too many wait; one for dead was dropped');
});
