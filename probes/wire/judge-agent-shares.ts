/**
 * Rows of the sign-in log by agent: each one's share, and the failures that are its own. The rule
 * is the one that `sign-in-log` states.
 */
import { AGENT_FAILURES, NO_AGENT } from '../../protocol/chain-answers.ts';
import type { SignInRow } from '../observations.ts';
import type { Judgement } from '../probe.ts';

const FAILURES_MIN = 2;
const FAILURE_SHARE = 0.2;

interface Share {
  agentId: string;
  rows: readonly SignInRow[];
  failures: readonly SignInRow[];
}

export function judgeAgentShares(
  rows: readonly SignInRow[],
  machines: Readonly<Record<string, string>>,
  samples: number,
): Judgement {
  const asked = rows.filter(({ method, errorCode }) => isChainRow(method, errorCode));
  const alone = asked.filter(({ errorCode }) => errorCode === NO_AGENT);
  const shares = sharesOf(asked);
  const list = shares.map((share) => describe(share, machines, asked.length - alone.length));
  const bad = shares.filter((share) => share.rows.length >= samples && isTooMany(share));
  if (asked.length >= samples && isTooMany({ rows: asked, failures: alone })) {
    const summary = `${alone.length} of ${asked.length} sign-ins found no agent (AADSTS${NO_AGENT})`;
    return { verdict: 'fail', summary };
  }
  if (bad.length > 0) {
    const named = bad.map((share) => describe(share, machines, asked.length - alone.length));
    return { verdict: 'fail', summary: `an agent fails on its own account: ${named.join('; ')}` };
  }
  if (!shares.some((share) => share.rows.length >= samples)) {
    const seen = list.length === 0 ? 'none names an agent' : list.join('; ');
    return {
      verdict: 'inconclusive',
      summary: `fewer than ${samples} sign-ins by any agent: ${seen}`,
    };
  }
  return { verdict: 'pass', summary: list.join('; ') };
}

function isChainRow(method: SignInRow['method'], errorCode: number): boolean {
  return method === 'pass-through' || errorCode === NO_AGENT;
}

function isTooMany({ rows, failures }: Pick<Share, 'rows' | 'failures'>): boolean {
  return failures.length >= Math.max(FAILURES_MIN, rows.length * FAILURE_SHARE);
}

function sharesOf(asked: readonly SignInRow[]): Share[] {
  const byAgent = new Map<string, SignInRow[]>();
  for (const row of asked) {
    if (row.agentId === null) continue;
    byAgent.set(row.agentId, [...(byAgent.get(row.agentId) ?? []), row]);
  }
  return [...byAgent].map(([agentId, rows]) => ({
    ...{ agentId, rows },
    failures: rows.filter(({ errorCode }) => AGENT_FAILURES.includes(errorCode)),
  }));
}

function describe(
  { agentId, rows, failures }: Share,
  machines: Readonly<Record<string, string>>,
  all: number,
): string {
  const name = machines[agentId] ?? `unknown agent ${agentId}`;
  const share = `${name} ${rows.length} of ${all} sign-ins`;
  if (failures.length === 0) return share;
  const codes = [...new Set(failures.map(({ errorCode }) => `AADSTS${errorCode}`))];
  return `${share}, ${failures.length} failed (${codes.join(', ')})`;
}
