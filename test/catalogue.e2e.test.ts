/** Claims of the faults at either end, live: agents, directory, accounts, cloud, changes. */
import { PATH_FAMILIES } from './catalogue/check-families.ts';
import { checkFamiliesLive } from './catalogue/check-families-live.ts';

checkFamiliesLive((family) => !PATH_FAMILIES.includes(family));
