/** All collections of one tenant. Export, import and the file behind `--state` go through here. */
import { type Collection, createCollection, type StateSink } from './collection.ts';
import type { StateShape } from './records.ts';

export type CloudState = { readonly [Name in keyof StateShape]: Collection<StateShape[Name]> };

/** Strangers can fill these; the others grow with the tenant only. */
const RECORDS_MAX: Readonly<Record<keyof StateShape, number>> = {
  flows: 10_000,
  users: Number.POSITIVE_INFINITY,
  settings: 1,
  sessions: 10_000,
  codes: 10_000,
  refreshTokens: 100_000,
  families: 100_000,
  deviceCodes: 10_000,
  consents: Number.POSITIVE_INFINITY,
  lockouts: 200_000,
  places: Number.POSITIVE_INFINITY,
  usedCodes: Number.POSITIVE_INFINITY,
  numberChallenges: 10_000,
  signingKeys: 10,
};

export function createState(sink?: StateSink): CloudState {
  const collections = Object.entries(RECORDS_MAX).map(([name, recordsMax]) => [
    name,
    createCollection(name, { recordsMax, ...(sink && { sink }) }),
  ]);
  return Object.fromEntries(collections) as CloudState;
}
