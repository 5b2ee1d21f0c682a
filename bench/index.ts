/** Every figure, in the order in which they are printed. One line each. */
import { agents1To40 } from './agents-1-to-40.ts';
import { catalogue } from './catalogue.ts';
import { clientCredentials } from './client-credentials.ts';
import { diagnosisPairs } from './diagnosis-pairs.ts';
import { diagnosisSingle } from './diagnosis-single.ts';
import { discovery } from './discovery.ts';
import { falseAlarms } from './false-alarms.ts';
import { fastCrypto } from './fast-crypto.ts';
import type { Figure } from './figure.ts';
import { fuzz } from './fuzz.ts';
import { gatewayOverhead } from './gateway-overhead.ts';
import { history } from './history.ts';
import { knee } from './knee.ts';
import { kneeLive } from './knee-live.ts';
import { live200Days } from './live-200-days.ts';
import { liveSignIn } from './live-sign-in.ts';
import { memory } from './memory.ts';
import { memory40Agents } from './memory-40-agents.ts';
import { oneAgent } from './one-agent.ts';
import { passwordGrant } from './password-grant.ts';
import { payloads } from './payloads.ts';
import { planner } from './planner.ts';
import { plannerValidated } from './planner-validated.ts';
import { ready } from './ready.ts';
import { rehearsalTime } from './rehearsal-time.ts';
import { scale } from './scale.ts';
import { startUp } from './start-up.ts';
import { statusPage } from './status-page.ts';
import { tenDays } from './ten-days.ts';
import { watchIdle } from './watch-idle.ts';

export const FIGURES: readonly Figure[] = [
  liveSignIn,
  oneAgent,
  fastCrypto,
  agents1To40,
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
  memory40Agents,
  live200Days,
  diagnosisSingle,
  diagnosisPairs,
  falseAlarms,
  history,
  statusPage,
  watchIdle,
  planner,
  plannerValidated,
  payloads,
  knee,
  kneeLive,
  scale,
];
