/**
 * One run of one module against one target: the only way from a configuration to a probe, for the
 * command line, the schedule and `/probe`. It asks the budget, tries once and never again, and what
 * it returns is fit to be kept: no user name, no credential. It does not throw.
 */
import { randomUUID } from 'node:crypto';
import { LabError } from '../../runtime/lab-error.ts';
import { pickNamed } from '../../runtime/pick-named.ts';
import type { Secret } from '../../runtime/secret.ts';
import type { AttemptLedger } from '../budget/budget.ts';
import { hasBudget, limitsOf } from '../budget/decide.ts';
import { PROBES } from '../index.ts';
import type { Judgement, Probe, ProbeResult } from '../probe.ts';
import type { BrowserPort, ServerPort } from '../probe-ports.ts';
import type { ProbeRun } from '../probe-run.ts';
import { runProbe } from '../run-probe.ts';
import type { Module, Target } from '../target.ts';
import { createBrowser } from './browser/browser.ts';
import { createOwnSignIns, type OwnSignIns } from './own-sign-ins.ts';
import { readRun } from './read-run.ts';
import { redact } from './redact.ts';
import { createGuard, guardContext, UNLIMITED } from './target/account-guard.ts';
import { createContext, type TargetContext } from './target/context.ts';
import { lookInLab } from './target/look-in-lab.ts';
import { wantedAgents } from './target/wanted-agents.ts';
import { traced } from './telemetry/traced.ts';

export interface RunnerOptions {
  /** Asked at each run, because a reload may change them. */
  targets(): Readonly<Record<string, Target>>;
  /** Shared through the history store; without one, a ledger that allows no deliberate failure. */
  ledger: AttemptLedger;
  nowMs(): number;
  /** Default: Chromium as the machine has it, and no pictures. */
  browserOf?(target: Target): BrowserPort;
  /** Whose logs were given. Default: the lab's servers, or the one that this runs on. */
  server?: ServerPort | undefined;
  /** Told of every secret that comes into use, so that whoever keeps runs can look for it. */
  guardSecret?(secret: Secret): void;
  /** Requests carry the `traceparent` of their run. */
  isTraced?: boolean;
}

export interface ModuleRunner {
  run(target: string, module: Module, signal?: AbortSignal): Promise<ProbeRun>;
  /** Whether a run could start at all. @throws LabError `TARGET_…`, `PROBE_UNKNOWN` */
  check(target: string, module: Module): Promise<void>;
}

export function createModuleRunner(options: RunnerOptions): ModuleRunner {
  const own = createOwnSignIns();
  return {
    async run(target, module, signal) {
      const run = await runModule(options, own, target, module, signal);
      own.note(run);
      return run;
    },
    async check(target, module) {
      const probe = probeOf(module);
      const opened = await openContext(options, targetOf(options, target), probe, module, '');
      await opened[Symbol.asyncDispose]();
    },
  };
}

async function runModule(
  options: RunnerOptions,
  own: OwnSignIns,
  target: string,
  module: Module,
  signal?: AbortSignal,
): Promise<ProbeRun> {
  const run = { id: randomUUID(), target, module: module.name, probe: module.probe };
  const startedMs = options.nowMs();
  const seen = await settle(() => unlessStopped(observeOnce(options, own, run, module), signal));
  const { judgement, observation } = seen;
  return {
    ...run,
    startedMs,
    tookMs: Math.max(0, options.nowMs() - startedMs),
    ...judgement,
    ...readRun(observation),
    ...('budgetRefused' in seen && { budgetRefused: true as const }),
    observation,
  };
}

type Seen = Pick<ProbeResult, 'judgement' | 'observation'> & { budgetRefused?: true };

/** Whatever breaks here is the harness: its own sentence where it has one, never an outage. */
async function settle(work: () => Promise<Seen>): Promise<Seen> {
  try {
    return await work();
  } catch (error) {
    const known = error instanceof LabError;
    // A foreign error may quote what it was given: only its class is told.
    const kind = error instanceof Error ? error.name : 'something thrown';
    const why = known ? error.message : `${kind} inside the probe; this is a defect of pta-lab`;
    return { judgement: inconclusive(why), observation: null };
  }
}

function inconclusive(summary: string): Judgement {
  return { verdict: 'inconclusive', summary };
}

async function observeOnce(
  options: RunnerOptions,
  own: OwnSignIns,
  { id, target: name }: Pick<ProbeRun, 'id' | 'target'>,
  module: Module,
): Promise<Seen> {
  const [target, probe] = [targetOf(options, name), probeOf(module)];
  const expectation = expectationOf(probe, target, module);
  const server = await serverFor(options, target, probe);
  const inLab = server ? undefined : await lookInLab(target, probe, expectation, module);
  if (inLab !== undefined) return inLab;
  const opened = await openContext(options, target, probe, module, id, server);
  for (const secret of opened.secrets) options.guardSecret?.(secret);
  try {
    // A lab's log has its row at once, and its clock may be another one than ours.
    const known = target.kind === 'tenant' ? { ownSignIns: own.of(name) } : {};
    const context = { ...opened.context, ...known };
    return await runGuarded(options, target, probe, expectation, { ...opened, context });
  } finally {
    await opened[Symbol.asyncDispose]();
  }
}

async function runGuarded(
  options: RunnerOptions,
  target: Target,
  probe: Probe<unknown, unknown>,
  expectation: unknown,
  { context, ...named }: Pick<TargetContext, 'context' | 'secrets' | 'userNames'>,
): Promise<Seen> {
  const nowMs = () => options.nowMs();
  const guard = createGuard(ledgerFor(options, target), named.secrets, limitsOf(target), nowMs);
  const guarded = guardContext(options.isTraced ? traced(context) : context, guard);
  const { judgement, observation } = await runProbe(probe, guarded, expectation);
  const { refusal } = guard;
  if (refusal !== undefined && observation === null) {
    return { judgement: inconclusive(refusal), observation, budgetRefused: true };
  }
  return redact({ judgement, observation }, named);
}

/** A lab runs such probes itself; anywhere else it is the machine that this runs on. */
async function serverFor(
  options: RunnerOptions,
  target: Target,
  { standsOn }: Probe<unknown, unknown>,
): Promise<ServerPort | undefined> {
  if (standsOn === undefined) return undefined;
  if (options.server !== undefined || target.kind === 'lab') return options.server;
  const { serverPortFor } = await import('./windows/server-port-for.ts');
  return serverPortFor({ nowMs: () => options.nowMs() });
}

function ledgerFor({ ledger }: RunnerOptions, target: Target): AttemptLedger {
  return hasBudget(target) ? ledger : UNLIMITED;
}

function expectationOf(probe: Probe<unknown, unknown>, target: Target, module: Module): unknown {
  const usual = (target.kind === 'tenant' && probe.usualOfTarget) || probe.usual;
  return module.expect ?? usual(wantedAgents(target));
}

async function openContext(
  options: RunnerOptions,
  target: Target,
  probe: Probe<unknown, unknown>,
  { timeoutMs, lookBackMs }: Module,
  correlationId: string,
  server?: ServerPort,
): Promise<TargetContext> {
  return createContext(target, probe, {
    ...{ correlationId, nowMs: () => options.nowMs() },
    ...(timeoutMs !== undefined && { timeoutMs }),
    ...(lookBackMs !== undefined && { lookBackMs }),
    browser: (options.browserOf ?? createBrowser)(target),
    ...(server && { server }),
  });
}

function targetOf({ targets }: RunnerOptions, name: string): Target {
  return pickNamed('TARGET_UNKNOWN', 'target', name, targets());
}

/** @throws LabError `PROBE_UNKNOWN` */
function probeOf({ probe }: Module): Probe<unknown, unknown> {
  return pickNamed('PROBE_UNKNOWN', 'probe', probe, PROBES);
}

/** Nobody waits for a run that was stopped; what it sent stays in the ledger as pending. */
function unlessStopped<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return work;
  return new Promise((resolve, reject) => {
    const stop = () =>
      reject(new LabError('PROBE_STOPPED', 'The run was stopped before it ended.'));
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}
