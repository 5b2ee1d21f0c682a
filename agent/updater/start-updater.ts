/**
 * The updater: a program of its own beside the agent (LocalSystem, ED-SEC). It asks the cloud every
 * hour, with the agent's certificate, and installs what it is told to. Of the agent it knows the
 * installation and nothing else; who stops and starts the service is the server.
 */
import { HOSTS, labHost } from '../../protocol/hosts.ts';
import { XML_NAMESPACES } from '../../protocol/messages.ts';
import type { Timings } from '../../protocol/timings.ts';
import type { Clock, HttpResponse, Network, Outcome, Vantage } from '../../runtime/ports.ts';
import { refuseForeignEndpoint } from '../guard.ts';
import { type Installation, identified } from '../installation.ts';
import type { AgentLog } from '../log/agent-log.ts';
import { parseUpdate, renderXml, XML_HEADERS } from '../wire.ts';

export interface UpdaterOptions {
  clock: Clock;
  network: Network;
  timings: Timings;
  tenantId: string;
  log: AgentLog;
  /** The server's as it is now, without an identity: that is the agent's. */
  vantage(): Vantage;
  /** As it is now; absent while no agent is installed, when there is nobody to ask as. */
  installation(): Installation | undefined;
  /** Stops the service, installs, starts it again. Gives back why it could not. */
  update(version: string): Promise<string | undefined>;
  onTrouble(error: unknown): void;
}

export interface Updater {
  stop(): void;
}

export function startUpdater(options: UpdaterOptions): Updater {
  const { clock, timings, log } = options;
  let timer: Disposable | undefined;
  let stopped = false;
  let reached = true;
  const say = (event: Parameters<AgentLog['write']>[0], message: string) => {
    if (!stopped) log.write(event, message, clock.nowMs());
  };

  function again(): void {
    if (stopped) return;
    const dueMs = clock.nowMs() + timings.updaterIntervalMs;
    timer = clock.at(dueMs, () => {
      ping().then(again).catch(options.onTrouble);
    });
  }

  async function ping(): Promise<void> {
    const installation = options.installation();
    if (!installation) return;
    const answer = await ask(options, installation);
    if ('problem' in answer) {
      if (reached) say('updaterUnreachable', `The cloud could not be asked: ${answer.problem}.`);
      reached = false;
      return;
    }
    reached = true;
    if (answer.version !== '' && !stopped) await install(answer.version, installation.version);
  }

  async function install(version: string, before: string): Promise<void> {
    say('updateStarted', `Updating the agent from ${before} to ${version}.`);
    const problem = await options.update(version);
    if (problem === undefined) say('updateFinished', `The agent is at version ${version}.`);
    else say('updateFailed', `The agent stays at version ${before}: ${problem}`);
  }

  say('updaterStarted', 'The updater service started.');
  again();
  return {
    stop() {
      say('updaterStopped', 'The updater service stopped.');
      stopped = true;
      timer?.[Symbol.dispose]();
    },
  };
}

async function ask(
  { network, vantage, tenantId, timings }: UpdaterOptions,
  installation: Installation,
): Promise<{ version: string } | { problem: string }> {
  const url = `https://${labHost(HOSTS.updater)}/update`;
  refuseForeignEndpoint(url);
  const body = renderXml('UpdateRequest', XML_NAMESPACES.update, {
    ConnectorId: installation.agentId,
    SubscriptionId: tenantId,
    ConnectorVersion: installation.version,
  });
  const outcome = await network.request(
    { method: 'POST', url, headers: XML_HEADERS, body },
    { from: identified(vantage(), installation), timeoutMs: timings.bootstrapTimeoutMs },
  );
  return readAnswer(outcome);
}

function readAnswer(outcome: Outcome<HttpResponse>): { version: string } | { problem: string } {
  if (!outcome.ok) return { problem: `${outcome.failure} at ${outcome.at}` };
  if (outcome.value.status !== 200) return { problem: `HTTP ${outcome.value.status}` };
  return parseUpdate(outcome.value.body) ?? { problem: 'its answer could not be read' };
}
