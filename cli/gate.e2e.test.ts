import { expect, test } from 'vitest';
import { fixtureRun } from '../probes/alerts/fixture-run.ts';
import { freshHistoryFile } from '../probes/live/history/fixture-runs.ts';
import { openHistory } from '../probes/live/history/history.ts';
import { createLedger } from '../probes/live/history/ledger.ts';
import { proves } from '../test/parity/proves.ts';
import { spawnCli } from '../test/spawn-cli.ts';

function answered(file: string, agentIds: readonly string[], startedMs: number): void {
  using history = openHistory(file);
  agentIds.forEach((agentId, index) => {
    const machines = Object.fromEntries(agentIds.map((id) => [id, id.toUpperCase()]));
    const id = `run-${startedMs}-${index}`;
    history.append(
      fixtureRun({ id, agentId, startedMs, probe: 'sign-in-log', observation: { machines } }),
    );
  });
}

test(proves('probes.gate', 'the exit code lets an agent go only while another one answers'), () => {
  const file = freshHistoryFile();
  const gate = (...more: string[]) => {
    const { code, stdout } = spawnCli(['gate', '--without', 'AGT-1', '--history', file, ...more]);
    return `${code} ${stdout}`;
  };
  const nowMs = Date.now();
  answered(file, ['agt-1', 'agt-2'], nowMs - 20 * 60_000);
  expect(gate('--within', '1h', '--json')).toMatch(/^0 \{"verdict":"pass".*AGT-2/);
  answered(file, ['agt-1'], nowMs - 60_000);
  expect(gate()).toMatch(/^1 gate: fail, AGT-1 must stay.*none did \(others: AGT-2\)/);
});

test('a person lets the probes go on with an account, and no name is kept', () => {
  const file = freshHistoryFile();
  const userName = 'probe@contoso.example';
  using history = openHistory(file);
  const ledger = createLedger(history);
  const nowMs = Date.now() - 3_600_000;
  for (const minute of [0, 1]) {
    const asked = ledger.begin(userName, 'right-password', nowMs + minute * 60_000);
    asked.allowed && asked.done('password-failure');
  }
  expect(ledger.begin(userName, 'right-password', Date.now()).allowed).toBe(false);
  expect(spawnCli(['budget', 'reset', userName.toUpperCase(), '--history', file]).code).toBe(0);
  expect(ledger.begin(userName, 'right-password', Date.now()).allowed).toBe(true);
  const slip = spawnCli(['budget', 'reset', 'prob@contoso.example', '--history', file]);
  expect([slip.code, slip.stderr]).toEqual([2, expect.stringContaining('without an attempt')]);
});
