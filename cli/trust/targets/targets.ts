/** Which programs `pta-lab trust` knows. One line each. */
import { browsers } from './browsers.ts';
import { curl } from './curl.ts';
import { java } from './java.ts';
import { node } from './node.ts';
import { python } from './python.ts';
import type { TrustTarget } from './target.ts';

export const TRUST_TARGETS: readonly TrustTarget[] = [node, python, java, curl, browsers];
