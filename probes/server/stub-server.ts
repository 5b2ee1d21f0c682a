/** For tests of probes that stand on a server: one where everything is well, and changes of it. */
import { LATEST_AGENT_VERSION, PROGRAMS } from '../../protocol/agent-versions.ts';
import { DAY_MS } from '../../protocol/time-units.ts';
import type { ProbeContext } from '../probe.ts';
import type { LoggedEvent, ServerDescription, ServerPort } from '../probe-ports.ts';
import { createStubCloud, NOW_MS } from '../stub-cloud.ts';

export const WELL: ServerDescription = {
  agentService: 'running',
  updaterService: 'running',
  programs: [{ name: PROGRAMS.agent, version: LATEST_AGENT_VERSION }, { name: PROGRAMS.updater }],
  agentVersion: LATEST_AGENT_VERSION,
  instanceId: '7d2ee4a5-0a10-4a4e-9d5c-0c8b7e1d1a11',
  certificate: {
    thumbprint: 'A1',
    notBeforeMs: NOW_MS - 100 * DAY_MS,
    notAfterMs: NOW_MS + 80 * DAY_MS,
    hasPrivateKey: true,
  },
  proxySetting: 'none',
  tls12: true,
  secureChannel: 'ok',
  clockOffsetMs: 0,
  isResponding: true,
};

export function stubServer(
  description: Partial<ServerDescription> = {},
  port: Partial<ServerPort> = {},
): ServerPort {
  return {
    name: 'agt-1',
    describe: async () => ({ ...WELL, ...description }),
    events: async () => [],
    counters: async () => undefined,
    ...port,
  };
}

export function contextOn(server: ServerPort): ProbeContext {
  return { ...createStubCloud({}).context, server };
}

export function event(id: number, level: LoggedEvent['level'], message = ''): LoggedEvent {
  return {
    channel: 'Microsoft-AzureADConnect-AuthenticationAgent/Admin',
    id,
    level,
    atMs: NOW_MS,
    message,
  };
}
