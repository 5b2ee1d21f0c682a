/**
 * The outpost on an agent's server: runs the agent's process as a child and passes on what it and
 * its lab say to each other; lends the lab's probes this host's way out.
 */
import { LabError } from '../../../runtime/lab-error.ts';
import type { ToAgent } from '../../processes/messages.ts';
import { type AgentChild, spawnAgent } from '../../processes/spawn-agent.ts';
import type { Outpost, OutpostPorts, ToOutpost } from '../link/messages.ts';
import type { LinkAddress } from '../link/run-folder.ts';
import { startDirectUplink } from './direct-uplink.ts';
import { openTunnel } from './open-tunnel.ts';
import type { SiteResolver } from './site-resolver.ts';

export interface AgentOutpostOptions extends OutpostPorts {
  /** Of the lab, for tunnels. */
  address: LinkAddress;
  resolver: SiteResolver;
  /** The site's explicit web proxy. */
  proxy?: URL;
}

export async function startAgentOutpost(options: AgentOutpostOptions): Promise<Outpost> {
  const { address, tell, resolver, proxy } = options;
  const uplink = await startDirectUplink({ resolver, ...(proxy && { proxy }) });
  const children = createChildren(tell, uplink.port);
  return {
    async hear(message) {
      switch (message.type) {
        case 'agent-spawn':
          return children.spawn(message);
        case 'agent-tell':
          return children.tell(message.agent, message.message);
        case 'agent-end':
          return children.of(message.agent)?.end();
        case 'agent-kill':
          return children.of(message.agent)?.kill();
        case 'tunnel': {
          const stream = await openTunnel(address, message.tunnel);
          return stream && uplink.take(stream);
        }
        default: {
          const sentence = `expected an agent's outpost to be told of agents and tunnels, got ${message.type}`;
          throw new LabError('HARNESS_OUTPOST', sentence);
        }
      }
    },
    async [Symbol.asyncDispose]() {
      await children.killAll();
      await uplink[Symbol.asyncDispose]();
    },
  };
}

/** By the number that their lab has given them. */
function createChildren(tell: OutpostPorts['tell'], uplinkPort: number) {
  const children = new Map<number, AgentChild>();
  return {
    of: (agent: number) => children.get(agent),
    spawn({ agent, name, processes }: Extract<ToOutpost, { type: 'agent-spawn' }>): void {
      const child = spawnAgent({
        ...{ name, processes },
        heard: (message) => tell({ type: 'agent-heard', agent, message }),
      });
      children.set(agent, child);
      void child.gone.then((trouble) => {
        children.delete(agent);
        tell({ type: 'agent-gone', agent, ...(trouble && { why: trouble.message }) });
      });
    },
    tell: (agent: number, message: ToAgent) => children.get(agent)?.post(here(message, uplinkPort)),
    async killAll(): Promise<void> {
      const gone = [...children.values()].map((child) => child.gone);
      for (const child of children.values()) child.kill();
      await Promise.all(gone);
    },
  };
}

/** Whatever the site is called, its way out is this host's. */
function here(message: ToAgent, uplinkPort: number): ToAgent {
  if (message.type !== 'start') return message;
  const sites = [...message.start.gatewayPorts.keys()];
  const gatewayPorts = new Map(sites.map((site) => [site, uplinkPort]));
  return { ...message, start: { ...message.start, gatewayPorts } };
}
