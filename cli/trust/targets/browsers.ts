/**
 * Browsers on Linux keep roots per user in NSS databases: Chromium one for all, Firefox one for
 * each profile. Elsewhere they ask the system, which this leaves to a person.
 */
import path from 'node:path';
import type { TrustPlace, TrustStep, TrustTarget } from './target.ts';

/** Below the home folder. Each profile of Firefox is a folder with a `cert9.db` in it. */
const FIREFOX = ['.mozilla/firefox', 'snap/firefox/common/.mozilla/firefox'];
const CHROMIUM = '.pki/nssdb';

export const browsers: TrustTarget = {
  id: 'browsers',
  title: 'Chromium, Firefox',
  plan(place) {
    if (place.platform !== 'linux') {
      return { possible: false, because: `import ${place.caFile} in the browser's settings here` };
    }
    const certutil = place.find('certutil');
    if (certutil === undefined) {
      return { possible: false, because: 'there is no certutil (on Debian: libnss3-tools)' };
    }
    // Several labs of one person, each with a folder of its own, must not take out one another's.
    const nickname = `pta-lab CA of ${path.dirname(place.caFile)}`;
    const steps = databases(place).map(
      (database): TrustStep => ({ kind: 'nss', certutil, database, nickname }),
    );
    return { possible: true, steps, variables: {} };
  },
};

function databases({ home, list, exists }: TrustPlace): readonly string[] {
  const profiles = FIREFOX.flatMap((folder) =>
    list(path.join(home, folder)).map((name) => path.join(home, folder, name)),
  ).filter((profile) => exists(path.join(profile, 'cert9.db')));
  return [path.join(home, CHROMIUM), ...profiles];
}
