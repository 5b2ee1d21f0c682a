/** Claims of the faults between agents and cloud, live, but for those of TLS. */
import { PATH_FAMILIES } from './catalogue/check-families.ts';
import { checkFamiliesLive } from './catalogue/check-families-live.ts';

checkFamiliesLive((family) => PATH_FAMILIES.includes(family) && family !== 'tls');
