/**
 * An agent's process on another host, as `ProcessAgent` knows one on this: what is posted goes over
 * the link, and what it says comes back the same way.
 */
import { LabError } from '../../../runtime/lab-error.ts';
import type { AgentChild, SpawnOptions } from '../../processes/spawn-agent.ts';
import { type Member, renderName } from '../link/member.ts';
import type { FromOutpost } from '../link/messages.ts';

/** It ends by itself when it is told to, or is killed over there; then somebody has to say so. */
const END_MS_MAX = 15_000;

export function createRemoteChild(
  host: Member | undefined,
  agent: number,
  { name, processes, heard }: SpawnOptions,
): AgentChild {
  if (host === undefined) return neverThere(name);
  const { promise: gone, resolve } = Promise.withResolvers<LabError | undefined>();
  let isEnding = false;
  host.onHeard((message: FromOutpost) => {
    if (!('agent' in message) || message.agent !== agent) return;
    if (message.type === 'agent-heard') return heard(message.message);
    const { why } = message;
    resolve(isEnding || why === undefined ? undefined : new LabError('HARNESS_AGENT_PROCESS', why));
  });
  // A server that is switched off: its agent is gone, and nobody here is to blame.
  void host.gone.then(() => resolve(undefined));
  host.tell({ type: 'agent-spawn', agent, name, processes });
  const leave = (how: 'agent-end' | 'agent-kill') => {
    isEnding = true;
    host.tell({ type: how, agent });
    const timer = setTimeout(() => resolve(undefined), END_MS_MAX);
    void gone.then(() => clearTimeout(timer));
  };
  return {
    // Of another host: it means nothing here.
    pid: 0,
    gone,
    post: (message) => host.tell({ type: 'agent-tell', agent, message }),
    end: () => leave('agent-end'),
    kill: () => leave('agent-kill'),
  };
}

function neverThere(name: string): AgentChild {
  const sentence = `expected an outpost ${renderName({ kind: 'agent', name })}, or another one of its site, to be connected; there is none`;
  return {
    pid: 0,
    gone: Promise.resolve(new LabError('HARNESS_OUTPOST', sentence)),
    post() {},
    end() {},
    kill() {},
  };
}
