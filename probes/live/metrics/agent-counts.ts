/**
 * Agents in metrics: who is Active by the list, who answered by the sign-in log. A list or a log
 * that could not be read changes nothing; how old the numbers are is a metric of its own.
 */
import { observationOf } from '../../observation-of.ts';
import type { ProbeRun, RunListener } from '../../probe-run.ts';
import { isActive } from '../../wire/agents-list.ts';
import { compareInventory } from '../../wire/inventory.ts';
import { AgentsSeen, OTHER } from './agents-seen.ts';
import { resultOf } from './run-facts.ts';
import type { Metrics } from './watch-metrics.ts';

/** As many different codes as a tenant will not see. */
const CODES_MAX = 100;

export class AgentCounts implements RunListener {
  readonly #metrics: Metrics;
  readonly #agents = new AgentsSeen();
  readonly #listed = new Map<string, readonly string[]>();
  readonly #newest = new Map<string, number>();
  readonly #codes = new Set<number>();

  constructor(metrics: Metrics) {
    this.#metrics = metrics;
  }

  ran(run: ProbeRun): void {
    this.#countList(run);
    this.#countLog(run);
    const { target, agentId, startedMs } = run;
    if (agentId !== null) this.#see(target, this.#agents.labelOf(agentId), startedMs);
  }

  /** An agent that has left the list leaves the metric: how many are missing is told apart. */
  #countList(run: ProbeRun): void {
    const { agents: list, inventory } = observationOf(run, 'agents') ?? {};
    if (!list) return;
    const { target } = run;
    if (inventory) {
      const { rogues } = compareInventory(list, inventory);
      this.#metrics.agentsUnknown.set({ target }, rogues.length);
    }
    const up = new Map<string, number>();
    for (const listed of list) {
      this.#agents.learn(listed.id, listed.machineName);
      const agent = this.#agents.labelOf(listed.machineName);
      const active = Number(isActive(listed));
      // A reinstalled agent has two entries for ten days.
      up.set(agent, Math.max(active, up.get(agent) ?? 0));
    }
    const { agentUp, agentsListed } = this.#metrics;
    for (const agent of this.#listed.get(target) ?? []) agentUp.remove({ target, agent });
    for (const [agent, active] of up) agentUp.set({ target, agent }, active);
    this.#listed.set(target, [...up.keys()]);
    agentsListed.set({ target }, (run.startedMs + run.tookMs) / 1000);
  }

  #countLog(run: ProbeRun): void {
    const log = observationOf(run, 'sign-in-log');
    if (!log) return;
    for (const [id, machine] of Object.entries(log.machines)) this.#agents.learn(id, machine);
    const { target } = run;
    for (const row of this.#agents.uncounted(log)) {
      if (row.agentId === null) continue;
      const agent = this.#agents.labelOf(row.agentId);
      const [result, aadsts] = [resultOf(row), this.#codeLabel(row.errorCode)];
      this.#metrics.authentications.inc({ target, agent, result, aadsts });
      this.#see(target, agent, row.createdMs);
    }
  }

  #see(target: string, agent: string, atMs: number): void {
    const key = `${target}\n${agent}`;
    if (atMs <= (this.#newest.get(key) ?? 0)) return;
    this.#newest.set(key, atMs);
    this.#metrics.agentSeen.set({ target, agent }, atMs / 1000);
  }

  #codeLabel(code: number): string {
    if (!this.#codes.has(code) && this.#codes.size >= CODES_MAX) return OTHER;
    this.#codes.add(code);
    return String(code);
  }
}
