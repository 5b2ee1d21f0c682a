/**
 * Back to the start: people, settings, and nobody signed in. Signing keys stay, and so do agents:
 * who trusted the lab before need not fetch or register anything anew.
 */
import type { Cloud } from './cloud.ts';

const KEPT = ['signingKeys'];

export function resetCloud(cloud: Cloud): void {
  const { state, users, people, tenant } = cloud;
  for (const [name, collection] of Object.entries(state)) {
    if (!KEPT.includes(name)) collection.clear();
  }
  users.reindex();
  for (const user of people) users.put(user);
  cloud.setSettings(tenant.settings);
  cloud.injections.clear();
  cloud.journal.clear();
}
