/**
 * A ramp of sign-ins in virtual time, through the whole protocol code, against agents of a given
 * capacity. It finds out what the model does as built; how fast this machine is plays no part.
 */
import type { LabOptions, Site } from '../../lab/estate.ts';
import type { Lab } from '../../lab/lab.ts';
import { startLab } from '../../lab/start-lab.ts';
import type { AgentCapacity } from '../../protocol/capacity.ts';
import type { AgentStatus } from '../../protocol/timings.ts';
import type { Generated } from '../generator/generate.ts';
import { type RampShape, rampLab } from './ramp-lab.ts';

export interface RampOptions extends RampShape {
  seed: string;
  /** One site of so many agents, or the sites. */
  agents: number | readonly Site[];
  capacity: AgentCapacity;
  /** Default 0. */
  skew?: number;
}

export interface Ramp extends Generated {
  /** By machine name, in order of registration. */
  agents: readonly RampedAgent[];
  /** Answers that came after the sign-in had ended, by their code. */
  late: Readonly<Record<string, number>>;
  /** Ids of what the agents wrote into their event logs. */
  events: ReadonlySet<number>;
}

export interface RampedAgent {
  name: string;
  validations: number;
  /** ms. */
  waitP95: number;
  status: AgentStatus;
}

export async function rampVirtually(options: RampOptions): Promise<Ramp> {
  const lab = await startLab(labOptions(options));
  try {
    const generated = await rampLab(lab, options);
    // Until the agents have done what nobody waits for any more.
    await lab.wait(2 * lab.timings.signInDeadlineMs);
    return { ...generated, ...afterwards(lab) };
  } finally {
    await lab[Symbol.asyncDispose]();
  }
}

function labOptions({ seed, agents, capacity, skew = 0 }: RampOptions): LabOptions {
  const names = typeof agents === 'number' ? agents : 0;
  const hq = Array.from({ length: names }, (_, at) => `agt-${at + 1}`);
  const sites =
    typeof agents === 'number' ? [{ name: 'hq', agents: hq, controllers: ['dc-1'] }] : agents;
  return { seed, sites, capacity, choiceSkew: skew, traffic: false };
}

function afterwards(lab: Lab): Pick<Ramp, 'agents' | 'late' | 'events'> {
  const late: Record<string, number> = {};
  for (const { handOff } of lab.entra.signIns()) {
    if (handOff?.late) late[handOff.late.code] = (late[handOff.late.code] ?? 0) + 1;
  }
  const events = lab.timeline.entries.flatMap((entry) => (entry.kind === 'event' ? entry.id : []));
  return { agents: agentsOf(lab), late, events: new Set(events) };
}

function agentsOf(lab: Lab): readonly RampedAgent[] {
  return lab.entra.agents().flatMap(({ machineName: name, status }) => {
    const load = lab.agents.get(name)?.load();
    return load
      ? [{ name, status, validations: load.validations, waitP95: load.waitP95 ?? 0 }]
      : [];
  });
}
