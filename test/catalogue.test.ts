/** Every claim of the faults at either end: agents, directory, accounts, cloud, changes. */
import { checkFamilies, PATH_FAMILIES } from './catalogue/check-families.ts';

checkFamilies((family) => !PATH_FAMILIES.includes(family));
