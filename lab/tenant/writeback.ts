/** Password writeback of the tenant, or of single users through their licence. */
import type { ChangeWorld, Undo } from '../changes/change.ts';
import { existingUser, refused, setTenant } from './administer.ts';

/** @throws LabError `CHANGE_REFUSED` */
export async function setWriteback(
  lab: ChangeWorld,
  userNames: readonly string[] | undefined,
  on: boolean,
): Promise<Undo> {
  const { tenant, users } = lab.entra.cloud;
  if (userNames === undefined) {
    if (on && tenant.licence === 'none') {
      throw refused('Password writeback needs a licence (P1 or P2), and the tenant has none.');
    }
    return setTenant(lab, { passwordWriteback: on });
  }
  const before = userNames.map((userName) => existingUser(lab, userName));
  for (const user of before) users.put({ ...user, licensed: on });
  return async () => {
    // Only the licence goes back: whatever else became of them meanwhile stays.
    for (const { id, licensed } of before) {
      const user = users.byId(id);
      if (user === undefined) continue;
      const { licensed: _, ...rest } = user;
      users.put({ ...rest, ...(licensed !== undefined && { licensed }) });
    }
  };
}
