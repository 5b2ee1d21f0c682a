/**
 * The embedded domain controllers alone in a process, for the users of the same seed or tenant file
 * as the replicas of the cloud: agents that hang at no lab still have somebody to ask.
 */

import { startDirectory } from '../../directory/directory.ts';
import { timingsWith } from '../../protocol/timings.ts';
import { createRsaCrypto } from '../../runtime/crypto/rsa.ts';
import { createDice } from '../../runtime/dice.ts';
import { createActivity } from '../../runtime/live/activity.ts';
import { loadOrCreateAuthority } from '../../runtime/live/ca-store.ts';
import { createLiveClock } from '../../runtime/live/clock.ts';
import { entropy } from '../../runtime/live/entropy.ts';
import { createServerContexts } from '../../runtime/live/secure-contexts.ts';
import { buildWithUndo, type UndoStack } from '../../runtime/undo.ts';
import { DEFAULT_SITES } from '../estate.ts';
import { forestsOf } from '../premises/forests.ts';
import { foundForests } from '../premises/found-forests.ts';
import { foundTenant, timingsOf } from '../tenant/found-tenant.ts';
import type { TenantDescription } from '../tenant/tenant-description.ts';
import { openDoor } from './door.ts';

export interface ControllersOptions {
  seed?: string;
  tenantFile?: TenantDescription;
  /** Where the CA lies that agents trust: that of the replicas. */
  stateDir: string;
  host: string;
  port: number;
}

export interface RunningControllers extends AsyncDisposable {
  readonly port: number;
  /** `ldaps://…`, with the port. */
  readonly urls: readonly string[];
}

/** @throws LabError `PORT_BUSY`, `PORT_FORBIDDEN`, `STATE_UNREADABLE` */
export function startControllers(options: ControllersOptions): Promise<RunningControllers> {
  return buildWithUndo((undo) => assemble(options, undo));
}

async function assemble(
  { seed = '1', tenantFile, stateDir, host, port }: ControllersOptions,
  undo: UndoStack,
): Promise<RunningControllers> {
  const crypto = createRsaCrypto();
  const activity = undo.use(createActivity({ crypto }));
  const clock = createLiveClock({ quiet: () => activity.quiet() });
  undo.defer(() => clock.stop());
  const dice = createDice(seed);
  const founded = foundTenant(dice, tenantFile ? { tenantFile } : {}, clock.nowMs());
  const timings = timingsWith(timingsOf(tenantFile));
  const domain = founded.tenant.domains[0]?.name ?? '';
  const { forests } = foundForests(forestsOf({}, DEFAULT_SITES, domain), {
    ...{ policy: timings, clock, accounts: founded.population.directoryAccounts },
    changed() {},
  });
  const authority = await loadOrCreateAuthority(crypto, stateDir, clock.nowMs(), entropy);
  const serverContexts = createServerContexts(crypto, authority);
  const door = undo.use(await openDoor({ activity, serverContexts, host, port }));
  undo.use(
    await startDirectory({
      ...{ forests, clock, kerberosSkewMs: timings.kerberosSkewMs },
      // Nobody looks for SRV records here: agents are told their controllers.
      network: { serve: door.serve, publish() {} },
      dice: dice.fork('controllers'),
    }),
  );
  const hosts = forests.flatMap(({ controllers }) => controllers.map((one) => one.host));
  return {
    port: door.port,
    urls: hosts.map((name) => `ldaps://${name}:${door.port}`),
    [Symbol.asyncDispose]: () => undo[Symbol.asyncDispose](),
  };
}
