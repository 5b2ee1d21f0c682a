/** A lab for tests of agents' servers, and what an administrator asks of it all the time. */
import type { LabOptions } from '../estate.ts';
import type { Lab } from '../lab.ts';
import { startLab } from '../start-lab.ts';
import type { AgentServer } from './agent-server.ts';

export const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

/** Ten days of heartbeats at their usual pace would be most of what such a test does. */
export const CALM = {
  ...{ keepAliveIntervalMs: HOUR_MS, keepAliveTimeoutMs: 3 * HOUR_MS },
  ...{ bootstrapIntervalMs: HOUR_MS, signallingListeners: 1 },
};

export function createStage() {
  let opened: Lab | undefined;
  const lab = (): Lab => {
    if (opened === undefined) throw new Error('no lab is open');
    return opened;
  };
  const close = async () => {
    await opened?.[Symbol.asyncDispose]();
    opened = undefined;
  };
  const server = (name: string): AgentServer => {
    const found = lab().servers.get(name);
    if (!found) throw new Error(`no server ${name}`);
    return found;
  };
  return {
    get lab() {
      return lab();
    },
    async open(options: LabOptions = {}) {
      await close();
      opened = await startLab({ seed: 'life', traffic: false, timings: CALM, ...options });
    },
    ...{ close, server },
    /** Status of each entry that the list has for a machine, oldest first. */
    entries: (machine: string) =>
      lab()
        .entra.agents()
        .flatMap(({ machineName, status }) => (machineName === machine ? status : [])),
    idOf: (name: string) => server(name).instanceId,
    programs: (name: string) => server(name).programs.map((program) => program.name),
    change: (id: string, agents: string[], values = {}) =>
      lab().changes.apply(id, { agents }, values),
  };
}
