/**
 * The two hands that reach into a running lab: changes that administrators make on purpose, and
 * faults, which may be such changes made by mistake.
 */
import { createChangeControl, healable } from './changes/control.ts';
import type { RunningCloud } from './cloud.ts';
import type { LabOptions } from './estate.ts';
import { createFaultControl, type FaultControlOptions } from './faults/running/fault-control.ts';
import type { Lab } from './lab.ts';
import { placesOf } from './places.ts';
import type { EstateForest } from './premises/forests.ts';
import type { Premises } from './premises/premises.ts';
import { spareRealDirectory } from './premises/real-directory.ts';
import type { ServerRoom } from './servers/create-servers.ts';
import type { Followers } from './time/followers.ts';
import type { Timeline } from './timeline.ts';
import type { Trouble } from './trouble.ts';
import type { World } from './worlds/world.ts';

export interface ControlsParts {
  options: LabOptions;
  estate: Pick<FaultControlOptions, 'sites'> & {
    world: World;
    followers: Followers;
    timeline: Timeline;
    trouble: Trouble;
    forests: readonly EstateForest[];
  };
  premises: Premises;
  cloud: RunningCloud;
  room: ServerRoom;
  /** Asked at each change: the lab is put together after its controls. */
  lab(): Lab;
}

export function createControls(parts: ControlsParts): Pick<Lab, 'changes' | 'faults'> {
  const { options, estate, premises, cloud, room, lab } = parts;
  const { world, sites, followers, timeline, trouble, forests } = estate;
  const { clock } = world;
  const changes = createChangeControl({ clock, timeline, places: placesOf(sites), world: lab });
  const faults = createFaultControl({
    mode: options.mode === undefined || options.mode === 'virtual' ? 'virtual' : 'live',
    ...{ clock, followers, sites, timeline, onTrouble: trouble.report },
    forests: forests.map(({ name }) => name),
    agents: () => room.servers.keys(),
    ...{ applyPath: world.applyPath, applyControllers: premises.applyControllers },
    ...{ applyForests: premises.applyForests, applyAccounts: premises.applyAccounts },
    ...{ applyServers: room.apply, applyCloud: cloud.entra.apply },
    changes: healable(changes),
    ...(world.findImpossible && { findImpossible: world.findImpossible }),
  });
  return { changes, faults: spareRealDirectory(options.externalDirectory, faults) };
}
