/**
 * The cloud's state as a mirror of the tenant's bucket. Reads are local; a write goes out at once,
 * in order, and `settled` waits for it. What comes from the store counts only if it is newer than
 * what is known: an echo of an older write must not undo a newer one.
 */
import type { Decide, RecordName } from '../../mock-entra/shared/sharing.ts';
import type { StateShape } from '../../mock-entra/state/records.ts';
import { type CloudState, createState } from '../../mock-entra/state/state.ts';
import type { Mirror } from './mirror.ts';

export interface SharedState {
  readonly state: CloudState;
  refresh(names: readonly RecordName[]): Promise<void>;
  change<Name extends keyof StateShape>(
    name: Name,
    key: string,
    decide: Decide<StateShape[Name]>,
  ): Promise<boolean>;
}

/** `usersChanged`: an index beside the state has to be made anew. */
export function createSharedState(mirror: Mirror, usersChanged: () => void): SharedState {
  const state = createState((collection, key, record) => mirror.write(collection, key, record));
  mirror.follow((collection, key, record) => {
    if (!isCollection(state, collection)) return;
    follow(state, collection, key, record);
    if (collection === 'users') usersChanged();
  });
  return {
    state,
    async refresh(names) {
      await Promise.all(names.map(([collection, key]) => mirror.read(collection, key)));
    },
    change: (name, key, decide) => mirror.track(changeInTurn(mirror, state, name, key, decide)),
  };
}

function isCollection(state: CloudState, name: string): name is keyof CloudState {
  return Object.hasOwn(state, name);
}

/** Records are plain JSON of their collection: the store has nothing but what a replica wrote. */
function follow(state: CloudState, name: keyof CloudState, key: string, record: unknown): void {
  const collection: { follow(key: string, record: unknown): void } = state[name] as never;
  collection.follow(key, record);
}

async function changeInTurn<Name extends keyof StateShape>(
  mirror: Mirror,
  state: CloudState,
  name: Name,
  key: string,
  decide: Decide<StateShape[Name]>,
): Promise<boolean> {
  for (;;) {
    const revision = await mirror.read(name, key);
    const changed = decide(state[name].get(key) as StateShape[Name] | undefined);
    if (changed === undefined) return false;
    if (await mirror.replace(name, key, changed, revision)) return true;
  }
}
