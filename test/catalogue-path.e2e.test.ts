/**
 * Claims of the faults between agents and cloud, live: what Node reports of sockets and TLS differs
 * between its versions, so CI runs these on the oldest one too.
 */
import { PATH_FAMILIES } from './catalogue/check-families.ts';
import { checkFamiliesLive } from './catalogue/check-families-live.ts';

checkFamiliesLive((family) => PATH_FAMILIES.includes(family));
