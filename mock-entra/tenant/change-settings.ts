/**
 * Settings of the tenant, as the Connect wizard and Graph change them; the sign-in method is one
 * for all managed domains. Nothing is deleted: hashes synchronised earlier stay where they are
 * (ED-FAQ).
 */
import type { Cloud } from '../cloud.ts';
import type { SettingsRecord } from '../state/records.ts';

export type SettingsChange = { ok: true; settings: SettingsRecord } | { ok: false; reason: string };

/** Undefined: as the tenant was made. */
export type SettingsPatch = {
  readonly [Name in keyof SettingsRecord]?: SettingsRecord[Name] | undefined;
};

export function changeSettings(
  cloud: Pick<Cloud, 'registry' | 'settings' | 'setSettings'>,
  change: SettingsPatch,
): SettingsChange {
  const before = cloud.settings();
  const settings = patched(before, change);
  const reason = judgeChange(before, settings, () =>
    cloud.registry.listed().some(({ status }) => status === 'Active'),
  );
  if (reason !== undefined) return { ok: false, reason };
  cloud.setSettings(settings);
  return { ok: true, settings };
}

function patched(before: SettingsRecord, change: SettingsPatch): SettingsRecord {
  const settings: Record<string, unknown> = { ...before, ...change };
  for (const [name, value] of Object.entries(settings))
    if (value === undefined) delete settings[name];
  return settings as unknown as SettingsRecord;
}

/** A sentence that says why not. */
function judgeChange(
  before: SettingsRecord,
  after: SettingsRecord,
  hasActiveAgent: () => boolean,
): string | undefined {
  const turnsOn = after.passThroughAuthentication && !before.passThroughAuthentication;
  if (turnsOn && !hasActiveAgent()) {
    return 'Pass-through Authentication cannot be switched on: no Authentication Agent is Active.';
  }
  // EVIDENCE-OF GR: "Once this feature is enabled, it can't be disabled."
  if (before.synchronizeUpn && !after.synchronizeUpn) {
    return 'Synchronisation of changed user principal names cannot be switched off again.';
  }
  return undefined;
}
