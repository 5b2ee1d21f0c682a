/** The queue of two replicas over a real nats-server. Skipped where there is none; CI has one. */
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import type { ReplicaSide } from '../../mock-entra/shared/sharing.ts';
import type { ValidationRequest } from '../../protocol/messages.ts';
import { createUndoStack } from '../../runtime/undo.ts';
import { createQueue } from './queue.ts';
import { hasNats, startNats } from './rig/nats-server.ts';
import { openStore } from './store.ts';

const isThere = hasNats() || process.env.PTA_LAB_REQUIRE === 'all';
const REQUEST: ValidationRequest = {
  ...{ RequestId: 'aaaaaaaa-1', UserPrincipalName: 'anna@contoso.example' },
  ...{ TransactionId: '1', SubscriptionId: '1', ReturnHost: 'localhost' },
  EncryptedData: [],
};

test.skipIf(!isThere)(
  'agents that are gone are drawn once, and those that are there answer',
  async () => {
    await using undo = createUndoStack();
    const folder = mkdtempSync(path.join(os.tmpdir(), 'pta-lab-queue-'));
    undo.defer(() => rmSync(folder, { recursive: true }));
    const nats = undo.use(await startNats(folder));
    const drawn: string[] = [];
    const here = new Set(['here']);
    const open = async (id: string) => {
      const options = { url: nats.url, tenantId: 'queue', rowsMax: 1, say() {} };
      const store = undo.use(await openStore(options));
      const side: Pick<ReplicaSide, 'notify'> = {
        notify(agentId) {
          drawn.push(agentId);
          return here.has(agentId);
        },
      };
      const queue = createQueue(store, id, () => side as ReplicaSide);
      return { queue, flush: () => store.connection.flush() };
    };
    const [one, other] = [await open('aaaaaaaa'), await open('bbbbbbbb')];
    const gone = Array.from({ length: 9 }, (_, at) => `gone-${at}`);
    for (const agentId of [...gone, 'here']) other.queue.offer(agentId);
    await other.flush();
    // At the same moment, so that many draw one that has just said that it is gone.
    const asking = Array.from({ length: 50 }, () => one.queue.ask(REQUEST));
    expect(new Set((await Promise.all(asking)).map((asked) => JSON.stringify(asked)))).toEqual(
      new Set(['{"agentId":"here"}']),
    );
    drawn.length = 0;
    for (let asked = 0; asked < 20; asked += 1) {
      expect(await one.queue.ask(REQUEST)).toEqual({ agentId: 'here' });
    }
    expect(new Set(drawn).size).toBe(drawn.filter((id) => id !== 'here').length + 1);
    here.clear();
    expect(await one.queue.ask(REQUEST)).toBe('nobody');
  },
);
