/**
 * TLS inspection, live: a real proxy really re-signs, and what is lost is the client certificate.
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Lab } from '../lab/lab.ts';
import { startLab } from '../lab/start-lab.ts';
import { HOSTS, labHost } from '../protocol/hosts.ts';
import type { Vantage } from '../runtime/ports.ts';
import { freshStateDir } from './state-dir.ts';

const stateDir = freshStateDir();
/** Sooner than documented: what is not used closes before the next bootstrap all the same. */
const timings = { bootstrapIntervalMs: 120_000, connectionIdleMs: 90_000 };
const traffic = { everyMs: 4_000 };
let lab: Lab;

beforeAll(async () => {
  lab = await startLab({ mode: 'live', seed: '5', stateDir, traffic, timings });
});
afterAll(() => lab[Symbol.asyncDispose]());

/** What stands at the agent's place in the network sees what the agent sees. */
function besideTheAgent(): Vantage {
  return { component: 'agt-1', site: 'hq', trust: lab.siteTrust('hq') };
}

function messages(agent: string, id: number, fromMs: number): string[] {
  return lab.timeline.entries.flatMap((entry) =>
    entry.kind === 'event' && entry.agent === agent && entry.id === id && entry.atMs >= fromMs
      ? [entry.message]
      : [],
  );
}

async function issuerSeen(): Promise<string | undefined> {
  const url = `https://${labHost(HOSTS.bootstrap(lab.tenantId))}/`;
  const outcome = await lab.network.examine(url, { from: besideTheAgent(), timeoutMs: 10_000 });
  return outcome.peer?.tls?.chain.at(-1)?.subject;
}

test('the agent sees the inspecting CA, and the cloud refuses calls without a client certificate', async () => {
  expect(await issuerSeen()).toBe('pta-lab CA');
  const fromMs = lab.clock.nowMs();
  await lab.faults.on('tls-inspection', {}, { authority: 'trusted' });
  await lab.advance(lab.timings.bootstrapIntervalMs + 1_000);
  expect(await issuerSeen()).toBe('pta-lab inspection CA (hq)');
  const why = messages('agt-1', 31034, fromMs);
  expect(why.join('\n')).toMatch(/signalling listener \d.*upgrade-refused at upgrade/);
  // TLS came up and HTTP was answered: with a 403, because nobody showed a certificate.
  expect(why.join('\n')).toMatch(/bootstrap.*http-403 at exchange/);
  const refusals = lab.cloudTrace.filter(({ atMs }) => atMs >= fromMs);
  expect(refusals.length).toBeGreaterThan(0);
  for (const { text } of refusals) expect(text).toMatch(/no client certificate/i);
  await lab.faults.reset();
});

test('an inspecting CA that the servers do not trust fails earlier, in the handshake', async () => {
  await lab.advance(2 * lab.timings.bootstrapIntervalMs);
  const fromMs = lab.clock.nowMs();
  await lab.faults.on('tls-inspection', {}, { authority: 'untrusted' });
  await lab.advance(lab.timings.bootstrapIntervalMs + 1_000);
  const why = messages('agt-1', 31034, fromMs).join('\n');
  expect(why).toMatch(/certificate-untrusted at tls/);
  expect(why).not.toMatch(/http-403/);
  expect(lab.cloudTrace.filter(({ atMs }) => atMs >= fromMs)).toEqual([]);
  await lab.faults.reset();
});
