/**
 * Probe `agent-host`: the server that an agent runs on, as somebody sees it who has signed in
 * there. Everything may be well here and the agent still be cut off: that is for `preflight`.
 */
import { LATEST_AGENT_VERSION } from '../protocol/agent-versions.ts';
import type { AgentHostObservation } from './observations.ts';
import type { Probe } from './probe.ts';
import type { SiteKnowledge } from './probe-ports.ts';
import { askServer } from './server/ask-server.ts';
import { findTrouble, unseen } from './server/judge-host.ts';

export interface AgentHostExpectation {
  /** The oldest version that passes. Default: the last published one (ED-VER). */
  version?: string;
  /** How servers of this site get out. Default: nobody says. */
  proxy?: SiteKnowledge['proxy'];
}

export const agentHost: Probe<AgentHostObservation, AgentHostExpectation> = {
  id: 'agent-host',
  about: 'On an agent server: services, version, certificate, registry, proxy, TLS, domain, clock',
  signsInAs: 'nobody',
  standsOn: 'agent-server',
  usual: () => ({}),
  async observe({ server, clock }) {
    const { value, problem } = await askServer(server, (asked) => asked.describe());
    const observedAtMs = clock.nowMs();
    return { server: server?.name ?? '', description: value, observedAtMs, problem };
  },
  judge({ server, description, observedAtMs, problem }, expectation) {
    if (description === null) {
      return { verdict: 'inconclusive', summary: problem ?? 'the server was not seen' };
    }
    const { version = LATEST_AGENT_VERSION, proxy } = expectation;
    const trouble = findTrouble(
      { description, observedAtMs },
      { version, ...(proxy !== undefined && { proxy }) },
    );
    if (trouble.length > 0) return { verdict: 'fail', summary: `${server}: ${trouble.join('; ')}` };
    const open = unseen(description);
    if (open.length > 0) {
      const summary = `${server}: nothing is wrong in what was seen; not seen: ${open.join(', ')}`;
      return { verdict: 'inconclusive', summary };
    }
    const { agentVersion } = description;
    return { verdict: 'pass', summary: `${server}: both services run, agent ${agentVersion}` };
  },
};
