/**
 * `trust --install` and `untrust`: the order in which steps are recorded, done and undone.
 * Variables reach programs through a file that new login shells source.
 */
import { rmSync, writeFileSync } from 'node:fs';
import { renderEnvironment } from '../env-variables.ts';
import {
  readRecord,
  removeRecord,
  type TrustRecord,
  trustFolder,
  variablesFile,
  writeRecord,
} from './record.ts';
import { addToProfile, profilesIn, takeFromProfile } from './shell-profile.ts';
import {
  beforeStep,
  type DoneStep,
  describeStep,
  describeUndoing,
  doStep,
  undoStep,
} from './steps.ts';
import type { TrustPlace, TrustTarget } from './targets/target.ts';

/**
 * What was done, in sentences. @throws LabError `TRUST_FAILED`; what was done until then is
 * recorded.
 */
export function installTrust(
  stateDir: string,
  place: TrustPlace,
  targets: readonly TrustTarget[],
): readonly string[] {
  const record = readRecord(stateDir) ?? { version: 1, targets: {}, profiles: [] };
  const said: string[] = [];
  for (const target of targets) {
    const plan = target.plan(place);
    if (!plan.possible) {
      said.push(`${target.id}: not done, ${plan.because}`);
      continue;
    }
    const known = record.targets[target.id];
    const steps = plan.steps.map((step) => knownStep(known?.steps, step) ?? beforeStep(step));
    record.targets[target.id] = { steps, variables: plan.variables };
    writeRecord(stateDir, record);
    for (const step of steps) {
      doStep(step, place.caFile);
      said.push(`${target.id}: ${describeStep(step)}`);
    }
  }
  return [...said, ...sourceVariables(stateDir, place.home, record)];
}

/** Done before: whether the database was there then is what counts. */
function knownStep(known: readonly DoneStep[] = [], step: DoneStep): DoneStep | undefined {
  return known.find(
    (other) => step.kind === 'nss' && other.kind === 'nss' && other.database === step.database,
  );
}

function sourceVariables(stateDir: string, home: string, record: TrustRecord): string[] {
  const variables = Object.assign({}, ...Object.values(record.targets).map((one) => one.variables));
  if (Object.keys(variables).length === 0) return [];
  if (record.profiles.length === 0) record.profiles = profilesIn(home);
  writeRecord(stateDir, record);
  const file = variablesFile(stateDir);
  writeFileSync(file, renderEnvironment(variables, 'sh'));
  for (const profile of record.profiles) addToProfile(profile.file, file);
  const names = record.profiles.map((profile) => profile.file).join(', ');
  return [`variables: ${Object.keys(variables).join(', ')}, in new login shells (${names})`];
}

/** What was undone, in sentences; none if there was nothing. */
export function removeTrust(stateDir: string): readonly string[] {
  const record = readRecord(stateDir);
  if (record === undefined) return [];
  const said: string[] = [];
  for (const profile of record.profiles) {
    takeFromProfile(profile, variablesFile(stateDir));
    said.push(`variables: no longer sourced by ${profile.file}`);
  }
  rmSync(variablesFile(stateDir), { force: true });
  for (const [id, { steps }] of Object.entries(record.targets)) {
    for (const step of [...steps].reverse()) {
      undoStep(step, trustFolder(stateDir));
      said.push(`${id}: ${describeUndoing(step)}`);
    }
  }
  removeRecord(stateDir);
  return said;
}
