/** What the other replicas want of this one, put together from the parts of its cloud. */

import { createLatest } from '../../runtime/latest.ts';
import type { HandOff } from '../agents/hand-offs.ts';
import { sendFrame } from '../agents/signalling.ts';
import type { Cloud } from '../cloud.ts';
import { createSignInLog, type SignInLog } from '../sign-in/sign-in-log.ts';
import type { Sharing } from './sharing.ts';

/** How many rows may still be told that their answer came late. */
const HAND_OFFS_MAX = 10_000;

export interface SharedLog extends SignInLog {
  follow: SignInLog['add'];
  followLate(handOff: HandOff): void;
}

/** A row that is added is in the log when it comes back, at the same place for all replicas. */
export function createSharedLog(sharing: Sharing): SharedLog {
  const log = createSignInLog();
  const handOffs = createLatest<HandOff>(HAND_OFFS_MAX);
  return {
    ...log,
    add: sharing.addRow,
    follow(row) {
      if (row.handOff) handOffs.set(row.handOff.requestId, row.handOff);
      log.add(row);
    },
    followLate({ requestId, late }) {
      const handOff = handOffs.get(requestId);
      if (handOff && late) handOff.late ??= late;
    },
  };
}

export function attachSharing(
  { registry, signalling, validation, users }: Cloud,
  sharing: Sharing,
  log: SharedLog,
): void {
  sharing.attach({
    notify(agentId, request) {
      const isListed = registry.find(agentId)?.status !== 'Removed';
      const chosen = isListed ? signalling.choose([agentId]) : undefined;
      if (chosen) sendFrame(chosen.channel, { type: 'notify', request });
      return chosen !== undefined;
    },
    takeAnswer: ({ requestId, agentId, header }) =>
      validation.answerHere(requestId, agentId, header),
    followAgent: registry.follow,
    knowsAgent: (id, thumbprint) => registry.find(id)?.certificate.thumbprint === thumbprint,
    usersChanged: users.reindex,
    followRow: log.follow,
    followLate: log.followLate,
  });
}
