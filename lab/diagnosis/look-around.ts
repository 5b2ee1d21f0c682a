/**
 * Everything that can be seen of a lab without being told: each probe that applies, from outside
 * and on every agent's server. The lab's faults, effects and timeline stay out of sight.
 *
 *   outside ──▶ sign-ins, wrong password, Graph, discovery     each server ──▶ its own look
 */
import type { SightedAccount, Sighting } from '../../probes/diagnosis/diagnosis.ts';
import { PROBES } from '../../probes/index.ts';
import { namedIn, redact } from '../../probes/live/redact.ts';
import type { ProbeId } from '../../probes/observations.ts';
import type { ProbeContext } from '../../probes/probe.ts';
import { runProbe } from '../../probes/run-probe.ts';
import { createDice } from '../../runtime/dice.ts';
import type { Operation } from '../history.ts';
import type { Lab } from '../lab.ts';
import type { AgentServer } from '../servers/agent-server.ts';
import { contextOnServer, contextOutside, inventoryOf, lockoutPolicyOf } from './standpoints.ts';

export interface LookOptions {
  /** Sign-ins of the healthy user, one after the other. Default 5. */
  signIns?: number;
  /** How far back logs are read. Default: an hour. */
  sinceMs?: number;
  /** On the servers these only. Default: all that stand there. */
  probes?: readonly string[];
  /** Told who got in by these sign-ins, where somebody keeps a history. */
  tell?(operation: Operation): void;
}

const SIGN_INS = 5;

export async function lookAround(
  lab: Lab,
  options: LookOptions = {},
): Promise<readonly Sighting[]> {
  const views = [lookOutside(lab, options), lookOnServers(lab, options)];
  return (await lab.drive(Promise.all(views))).flat();
}

/** What people would find who run the probes on each server; somebody has to drive the lab. */
export async function lookOnServers(
  lab: Lab,
  options: LookOptions = {},
): Promise<readonly Sighting[]> {
  const servers = [...lab.servers.values()];
  const seen = await Promise.all(servers.map((server) => lookOnServer(lab, server, options)));
  return [...seen.flat(), ...(await askControllers(lab, options))];
}

/** What somebody wrote down about the estate: which agents there are, when AD locks accounts. */
function keptLists(lab: Lab): Pick<ProbeContext, 'inventory' | 'directoryPolicy'> {
  return { inventory: inventoryOf(lab), directoryPolicy: lockoutPolicyOf(lab) };
}

/** An account of its own for the deliberate failure: it must not lock the others out. */
const FAILING_ACCOUNTS = ['alternateId', 'healthy'];

/** What a diagnosis has to know of an account: everybody else is of the agents’ own forest. */
const SIGHTED: Readonly<Record<string, SightedAccount>> = {
  cloudOnly: 'cloud-only',
  otherForest: 'other-forest',
};

async function lookOutside(lab: Lab, options: LookOptions): Promise<readonly Sighting[]> {
  const seen: Sighting[] = [];
  const see = async (probe: ProbeId, account: string, number: number) => {
    if (account !== 'nobody' && lab.accounts[account] === undefined) return;
    const id = correlationId(lab, `outside/${probe}/${account}/${number}`);
    const context = contextOutside(lab, account, id);
    const found = await look(probe, { ...withSpan(context, options), ...keptLists(lab) }, null);
    tellEntry(lab, context, found, options);
    const whose = probe === 'sign-in' ? SIGHTED[account] : undefined;
    seen.push(...found.map((one) => (whose ? { ...one, account: whose } : one)));
  };
  await see('discovery', 'nobody', 0);
  for (let at = 0; at < (options.signIns ?? SIGN_INS); at++) await see('sign-in', 'healthy', at);
  await see('sign-in', 'cloudOnly', 0);
  await see('sign-in', 'otherForest', 0);
  const failing = FAILING_ACCOUNTS.find((name) => lab.accounts[name] !== undefined);
  if (failing !== undefined) {
    await see('wrong-password', failing, 0);
    // Whoever fails on purpose makes up for it: two failures never follow one another.
    const id = correlationId(lab, 'outside/made-up-for');
    const context = contextOutside(lab, failing, id);
    tellEntry(lab, context, await look('sign-in', context, null), options);
  }
  for (const probe of ['agents', 'sign-in-log', 'lockout-policy'] as const) {
    await see(probe, 'cloudOnly', 0);
  }
  return seen;
}

/** Who gets in takes back what smart lockout has counted. */
function tellEntry(
  lab: Lab,
  { correlationId, account: { userName } }: ProbeContext,
  [seen]: readonly Sighting[],
  { tell }: LookOptions,
): void {
  if (tell === undefined || seen?.probe !== 'sign-in' || seen.observation.result !== 0) return;
  const signIn = { f: 'sign-in', correlationId } as const;
  tell({ ...signIn, type: 'invoke', atMs: seen.atMs, userName, group: 'right-password' });
  tell({ ...signIn, type: 'return', atMs: lab.clock.nowMs(), result: 0 });
}

/** The log last: what happened while the others looked is in it. */
const ON_SERVERS: readonly ProbeId[] = ['agent-host', 'preflight', 'event-log'];

async function lookOnServer(
  lab: Lab,
  server: AgentServer,
  options: LookOptions,
): Promise<readonly Sighting[]> {
  const seen: Sighting[] = [];
  for (const probe of ON_SERVERS) {
    // On a machine that is down nothing can be run; that it is shows in the others.
    if (probe === 'preflight' && !server.isUp) continue;
    if (!isWanted(probe, options)) continue;
    const id = correlationId(lab, `${server.name}/${probe}`);
    const context = contextOnServer(lab, server, 'nobody', id);
    seen.push(...(await look(probe, withSpan(context, options), server)));
  }
  return seen;
}

/** From one server of each site, one round after the other: wrong answers count in the domain. */
async function askControllers(lab: Lab, options: LookOptions): Promise<readonly Sighting[]> {
  const seen: Sighting[] = [];
  if (!isWanted('directory', options)) return seen;
  for (const { name } of lab.sites) {
    const server = [...lab.servers.values()].find(({ site, isUp }) => site === name && isUp);
    if (server === undefined || lab.accounts.healthy === undefined) continue;
    const id = correlationId(lab, `${server.name}/directory`);
    const context = contextOnServer(lab, server, 'healthy', id);
    if (context.site?.controllers.length === 0) continue;
    const round = await look('directory', withSpan(context, options), server);
    seen.push(...round);
    if (round.some((one) => one.probe === 'directory' && one.observation.stoppedEarly)) break;
  }
  return seen;
}

/** Empty if there is no such probe, or if the harness broke before anything was seen. */
async function look(
  probe: ProbeId,
  context: ProbeContext,
  server: Pick<AgentServer, 'name' | 'site'> | null,
): Promise<readonly Sighting[]> {
  const found = PROBES[probe];
  if (found === undefined) return [];
  const atMs = context.clock.nowMs();
  const { observation } = await runProbe(found, context, found.usual(0));
  if (observation === null) return [];
  const seen = redact(observation, namedIn(context));
  const place = { server: server?.name ?? null, site: server?.site ?? null };
  return [{ probe, ...place, atMs, observation: seen } as Sighting];
}

function isWanted(probe: ProbeId, { probes }: LookOptions): boolean {
  return probes?.includes(probe) ?? true;
}

function withSpan(context: ProbeContext, { sinceMs }: LookOptions): ProbeContext {
  return sinceMs === undefined ? context : { ...context, lookBackMs: sinceMs };
}

/** From the seed and the moment, so that two looks at one lab differ and two labs do not. */
function correlationId(lab: Lab, what: string): string {
  return createDice(`${lab.seed}/look/${lab.clock.nowMs()}/${what}`).guid();
}
