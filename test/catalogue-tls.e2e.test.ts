/**
 * Claims of the faults of TLS, live: what Node reports of it differs most between its versions, so
 * CI runs these on the oldest one too. Of plain sockets, test/network-live.e2e.test.ts says there
 * what these would.
 */
import { checkFamiliesLive } from './catalogue/check-families-live.ts';

checkFamiliesLive((family) => family === 'tls');
