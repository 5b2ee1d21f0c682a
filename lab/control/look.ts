/**
 * Control API: what people would see who run the probes in this lab. Diagnosis of a running lab
 * asks here for what only somebody on the servers can see.
 */
import type { Sighting } from '../../probes/diagnosis/diagnosis.ts';
import { PROBES } from '../../probes/index.ts';
import { type LookOptions, lookAround, lookOnServers } from '../diagnosis/look-around.ts';
import type { Lab } from '../lab.ts';
import { knowOnly, type Members, optionalCount, optionalFlag, wrong } from './members.ts';
import type { ControlRoutes } from './route.ts';

export const LOOK_ROUTES: ControlRoutes = {
  'POST /look': (lab, { body }) => look(lab, body),
};

/** Each takes a sign-in's time, and whoever asks waits for all of them. */
const SIGN_INS_MAX = 50;

async function look(lab: Lab, body: Members): Promise<readonly Sighting[]> {
  knowOnly(body, ['outside', 'signIns', 'sinceMs', 'probes']);
  const signIns = optionalCount(body, 'signIns');
  const sinceMs = optionalCount(body, 'sinceMs', 1);
  if ((signIns ?? 0) > SIGN_INS_MAX) {
    throw wrong('signIns', `a whole number up to ${SIGN_INS_MAX}`, signIns);
  }
  const probes = readProbes(body);
  const options: LookOptions = {
    ...(probes !== undefined && { probes }),
    ...(signIns !== undefined && { signIns }),
    ...(sinceMs !== undefined && { sinceMs }),
  };
  if (optionalFlag(body, 'outside') === true) return lookAround(lab, options);
  return lab.drive(lookOnServers(lab, options));
}

function readProbes({ probes }: Members): readonly string[] | undefined {
  if (probes === undefined) return undefined;
  const known = Object.keys(PROBES);
  if (Array.isArray(probes) && probes.every((name) => known.includes(name))) return probes;
  throw wrong('probes', `a list of ${known.join(', ')}`, probes);
}
