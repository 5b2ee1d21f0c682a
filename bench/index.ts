/** Every figure, in the order in which they are printed. One line each. */
import { clientCredentials } from './client-credentials.ts';
import { discovery } from './discovery.ts';
import type { Figure } from './figure.ts';
import { live200Days } from './live-200-days.ts';
import { liveSignIn } from './live-sign-in.ts';
import { memory } from './memory.ts';
import { passwordGrant } from './password-grant.ts';
import { ready } from './ready.ts';
import { rehearsalTime } from './rehearsal-time.ts';
import { startUp } from './start-up.ts';

export const FIGURES: readonly Figure[] = [
  liveSignIn,
  passwordGrant,
  clientCredentials,
  discovery,
  rehearsalTime,
  startUp,
  ready,
  memory,
  live200Days,
];
