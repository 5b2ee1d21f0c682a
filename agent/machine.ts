/**
 * One machine that an agent is installed on: it starts the service's process and ends it, and keeps
 * the installation over both. A cloned server is a second one of these.
 */
import type { Conditions } from './conditions.ts';
import type { Installation } from './installation.ts';
import { createLink } from './link.ts';
import { type AgentProcess, startProcess } from './process.ts';
import type { AgentOptions } from './start-agent.ts';
import type { Counters } from './state.ts';
import { createWorkCount, type WorkLoad } from './work-load.ts';

export interface Machine {
  installation: Installation;
  readonly running: boolean;
  /** True once its process has ended by itself; starting it again clears that. */
  readonly crashed: boolean;
  /** Of the process that runs, or of the last one that did. */
  readonly counters: Counters;
  readonly load: WorkLoad;
  start(): void;
  end(how: 'stop' | 'kill'): void;
  adapt(conditions: Conditions): void;
}

const NONE: Counters = { authentications: 0, successful: 0, failed: 0, errors: 0 };

export function createMachine(options: AgentOptions, conditions: () => Conditions): Machine {
  let process: AgentProcess | undefined;
  let last = NONE;
  const work = createWorkCount();
  const machine = {
    installation: options.installation,
    crashed: false,
    get running() {
      return process !== undefined;
    },
    get counters() {
      return process?.state.counters ?? last;
    },
    get load() {
      return work.now();
    },
    start() {
      if (process) return;
      machine.crashed = false;
      process = startProcess(link(), () => {
        machine.crashed = true;
        machine.end('kill');
      });
    },
    end(how: 'stop' | 'kill') {
      last = machine.counters;
      process?.[how]();
      process = undefined;
    },
    adapt: (changed: Conditions) => process?.adapt(changed),
  };
  const link = () =>
    createLink({
      ...{ options, conditions, work, installation: machine.installation },
      renewed(installation) {
        machine.installation = installation;
      },
    });
  return machine;
}
