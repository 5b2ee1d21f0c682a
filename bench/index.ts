/** Every figure, in the order in which they are printed. One line each. */
import { catalogue } from './catalogue.ts';
import { clientCredentials } from './client-credentials.ts';
import { discovery } from './discovery.ts';
import type { Figure } from './figure.ts';
import { fuzz } from './fuzz.ts';
import { gatewayOverhead } from './gateway-overhead.ts';
import { live200Days } from './live-200-days.ts';
import { liveSignIn } from './live-sign-in.ts';
import { memory } from './memory.ts';
import { passwordGrant } from './password-grant.ts';
import { ready } from './ready.ts';
import { rehearsalTime } from './rehearsal-time.ts';
import { startUp } from './start-up.ts';
import { tenDays } from './ten-days.ts';

export const FIGURES: readonly Figure[] = [
  liveSignIn,
  passwordGrant,
  clientCredentials,
  discovery,
  rehearsalTime,
  tenDays,
  catalogue,
  gatewayOverhead,
  fuzz,
  startUp,
  ready,
  memory,
  live200Days,
];
