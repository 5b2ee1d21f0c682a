/** What can be seen of a lab without being told what is wrong with it. */

import { describe, expect, test } from 'vitest';
import type { Sighting } from '../../probes/diagnosis/diagnosis.ts';
import { PROBES } from '../../probes/index.ts';
import type { Judgement } from '../../probes/probe.ts';
import { MINUTE_MS } from '../../protocol/time-units.ts';
import { proves } from '../../test/parity/proves.ts';
import type { LabOptions } from '../estate.ts';
import { FAULTS } from '../faults/index.ts';
import type { Lab } from '../lab.ts';
import { startLab } from '../start-lab.ts';
import { lookAround } from './look-around.ts';

interface Seen {
  sightings: readonly Sighting[];
  judgements: readonly (Judgement & { probe: string; server: string | null })[];
}

async function lookAt(lab: Lab): Promise<Seen> {
  const sightings = await lookAround(lab);
  const judgements = sightings.map(({ probe, server, observation }) => {
    const judged = PROBES[probe];
    if (judged === undefined) throw new Error(`a sighting of ${probe}, which nobody knows`);
    return { probe, server, ...judged.judge(observation, judged.usual(3)) };
  });
  return { sightings, judgements };
}

async function lookWith(fault: string, where: Record<string, string[]>): Promise<Seen> {
  const { seenIn } = FAULTS[fault] ?? {};
  const options: LabOptions = { seed: 'look', ...seenIn?.estate };
  await using lab = await startLab({
    ...options,
    ...(seenIn?.timings && { timings: seenIn.timings }),
  });
  await lab.advance(MINUTE_MS);
  await lab.drive(lab.faults.on(fault, where));
  await lab.advance(seenIn?.forMs ?? 5 * MINUTE_MS);
  // Awaited here: the lab is gone once this returns.
  return await lookAt(lab);
}

const hostOf = ({ judgements }: Seen, server: string) =>
  judgements.find((one) => one.probe === 'agent-host' && one.server === server);

test(
  proves('probes.look', 'on a healthy lab every probe passes, outside and on each server'),
  async () => {
    await using lab = await startLab({ seed: 'look' });
    // Long enough for the log to name every agent a few times.
    await lab.advance(10 * MINUTE_MS);
    const { judgements } = await lookAt(lab);
    expect(judgements.filter(({ verdict }) => verdict !== 'pass')).toEqual([]);
    const places = new Set(judgements.map(({ server }) => server));
    expect([...places]).toEqual([null, 'agt-1', 'agt-2', 'agt-3']);
  },
);

test('two labs of one seed show the same, byte for byte, and two looks differ', async () => {
  const look = async () => {
    await using lab = await startLab({ seed: 'again' });
    await lab.advance(MINUTE_MS);
    return [await lookAround(lab), await lookAround(lab)].map((seen) => JSON.stringify(seen));
  };
  const [first, second] = await look();
  expect(await look()).toEqual([first, second]);
  expect(second).not.toBe(first);
});

test('what was injected is never asked for', async () => {
  await using lab = await startLab({ seed: 'look' });
  await lab.advance(MINUTE_MS);
  await lab.drive(lab.faults.on('agent-hung'));
  const secrets = ['faults', 'changes', 'timeline', 'entra', 'cloudTrace', 'traffic', 'directory'];
  const shut = new Proxy(lab, {
    get(target, name) {
      if (secrets.includes(String(name))) throw new Error(`lab.${String(name)} was looked at`);
      return Reflect.get(target, name);
    },
  });
  expect((await lookAround(shut)).length).toBeGreaterThan(3);
});

describe('on the server', () => {
  test.each([
    ['agent-stopped', 'AzureADConnectAuthenticationAgent is stopped'],
    ['agent-hung', 'does not respond: it hangs'],
    ['agent-outdated', 'agent 1.5.405.0 is from before 1.5.643.0'],
    ['agent-tls12-off', 'TLS 1.2 is switched off'],
    ['agent-time-skew', 'the clock is 600 s'],
    ['agent-key-lost', 'private key of the certificate is missing'],
    ['certificate-expired', 'certificate ended'],
    ['updater-stopped', 'AzureADConnectAgentUpdater is stopped'],
    ['updater-left-behind', 'updater was left behind'],
    ['preview-agent-left-behind', 'a preview agent'],
  ])('%s shows, and the other servers are well', async (fault, text) => {
    const seen = await lookWith(fault, { agents: ['agt-3'] });
    expect(hostOf(seen, 'agt-3')).toMatchObject({ verdict: 'fail' });
    expect(hostOf(seen, 'agt-3')?.summary).toContain(text);
    expect(hostOf(seen, 'agt-1')?.verdict).toBe('pass');
  });

  test('a machine that is down shows as one that nobody can sign in to', async () => {
    await using lab = await startLab({ seed: 'look' });
    await lab.drive(lab.changes.apply('reboot-server', { agents: ['agt-2'] }));
    const { sightings, judgements } = await lookAt(lab);
    const here = sightings.filter(({ server }) => server === 'agt-2');
    expect(here.map(({ probe }) => probe)).toEqual(['agent-host', 'event-log']);
    expect(hostOf({ sightings, judgements }, 'agt-2')).toMatchObject({
      verdict: 'inconclusive',
      summary: 'Nobody can sign in to agt-2: the machine is down.',
    });
  });

  test('the log names why, and the trace which code the controller gave', async () => {
    const { judgements } = await lookWith('block-443', { sites: ['hq'] });
    const log = judgements.find((one) => one.probe === 'event-log' && one.server === 'agt-1');
    expect(log).toMatchObject({ verdict: 'fail' });
    expect(log?.summary).toContain('31034 (The agent cannot reach the cloud: SEED-C)');
    const { sightings } = await lookWith('agent-time-skew', { agents: ['agt-3'] });
    const reasons = sightings.flatMap((one) =>
      one.probe === 'event-log' ? (one.observation.failures ?? []) : [],
    );
    expect(reasons.map(({ reason }) => reason)).toContain('1398');
  });
});

test('no look ever holds a name or a password of the people who signed in', async () => {
  await using lab = await startLab({ seed: 'look' });
  await lab.advance(MINUTE_MS);
  await lab.drive(lab.faults.on('account-disabled', {}));
  await lab.advance(MINUTE_MS);
  const text = JSON.stringify(await lookAround(lab));
  for (const { userName, password } of Object.values(lab.accounts)) {
    expect(text).not.toContain(userName);
    expect(text).not.toContain(password);
  }
});
