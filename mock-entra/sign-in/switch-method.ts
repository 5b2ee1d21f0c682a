/**
 * The sign-in method of the tenant, as the Connect wizard switches it: for all managed domains at
 * once. Nothing is deleted by switching: hashes synchronised earlier stay where they are (ED-FAQ).
 */
import type { Cloud } from '../cloud.ts';
import type { SettingsRecord } from '../state/records.ts';

export type MethodSwitch = { ok: true; settings: SettingsRecord } | { ok: false; reason: string };

export function switchSignInMethod(
  cloud: Pick<Cloud, 'registry' | 'settings' | 'state' | 'settingsChanged'>,
  change: Partial<SettingsRecord>,
): MethodSwitch {
  const before = cloud.settings();
  const settings: SettingsRecord = { ...before, ...change };
  const reason = judgeSwitch(before, settings, () =>
    cloud.registry.listed().some(({ status }) => status === 'Active'),
  );
  if (reason !== undefined) return { ok: false, reason };
  cloud.state.settings.set('tenant', settings);
  cloud.settingsChanged(settings);
  return { ok: true, settings };
}

/** A sentence that says why not. */
function judgeSwitch(
  before: SettingsRecord,
  after: SettingsRecord,
  hasActiveAgent: () => boolean,
): string | undefined {
  const turnsOn = after.passThroughAuthentication && !before.passThroughAuthentication;
  if (turnsOn && !hasActiveAgent()) {
    return 'Pass-through Authentication cannot be switched on: no Authentication Agent is Active.';
  }
  if (before.synchronizeUpn && !after.synchronizeUpn) {
    return 'Synchronisation of changed user principal names cannot be switched off again.';
  }
  return undefined;
}
