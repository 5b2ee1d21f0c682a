/** The tenant over NATS, put together: what `mock-entra/shared/sharing.ts` asks for. */
import { randomBytes } from 'node:crypto';
import type { ReplicaSide, SharedAgent, Sharing } from '../../mock-entra/shared/sharing.ts';
import type { CloudState } from '../../mock-entra/state/state.ts';
import { LabError } from '../../runtime/lab-error.ts';
import type { UndoStack } from '../../runtime/undo.ts';
import { packAgent, unpackAgent } from './agent-records.ts';
import { type Founding, type FoundingOptions, joinTenant } from './founding.ts';
import { createMirror, type Mirror } from './mirror.ts';
import { createQueue } from './queue.ts';
import { createSharedRows } from './shared-rows.ts';
import { createSharedState } from './shared-state.ts';

export interface SharedTenant extends Founding {
  sharing: Sharing;
  state: CloudState;
  replicaId: string;
}

const ID_BYTES = 4;
const AGENTS = 'agents';

/** @throws LabError `TENANT_OF_ANOTHER`, `STORE_UNREACHABLE` */
export async function shareTenant(
  options: FoundingOptions,
  undo: UndoStack,
): Promise<SharedTenant> {
  const { store } = options;
  const replicaId = randomBytes(ID_BYTES).toString('hex');
  let attached: ReplicaSide | undefined;
  const side = () => attached ?? notYet();
  const mirror = undo.use(createMirror(store));
  const { state, refresh, change } = createSharedState(mirror, () => attached?.usersChanged());
  const founding = await joinTenant(options);
  const rows = undo.use(createSharedRows(store, mirror, side));
  const agents = shareAgents(mirror, () => attached);
  await mirror.load();
  if (state.signingKeys.size === 0)
    state.signingKeys.follow(founding.signing.kid, founding.signing);
  const sharing: Sharing = {
    ...{ dice: founding.dice, trouble: store.trouble, refresh, change },
    ...createQueue(store, replicaId, side),
    ...{ addRow: rows.addRow, noteLate: rows.noteLate, settled: mirror.settled },
    attach(replica) {
      attached = replica;
      agents.tellAll();
      // Waited for by `settled`, before the replica is ready.
      void mirror.track(rows.follow());
    },
    refreshAgent: agents.refresh,
    tellAgent: agents.tell,
  };
  return { ...founding, sharing, state, replicaId };
}

/** Agents are no records of the state: what is known of them has timers beside it. */
function shareAgents(mirror: Mirror, side: () => ReplicaSide | undefined) {
  const early = new Map<string, SharedAgent>();
  mirror.follow((collection, key, record) => {
    const agent = collection === AGENTS ? unpackAgent(record) : undefined;
    if (agent === undefined) return;
    const replica = side();
    if (replica) replica.followAgent(agent);
    else early.set(key, agent);
  });
  return {
    tell: (agent: SharedAgent) => mirror.write(AGENTS, agent.id, packAgent(agent)),
    tellAll() {
      for (const agent of early.values()) side()?.followAgent(agent);
    },
    async refresh(agentId: string, thumbprint: string) {
      if (!side()?.knowsAgent(agentId, thumbprint)) await mirror.read(AGENTS, agentId);
    },
  };
}

function notYet(): never {
  throw new LabError('HARNESS_REPLICA', 'expected a replica that is complete before it is asked');
}
